using L2BN.Data.Audio.Features;

namespace L2BN.Data.Audio.Pictures;

/// <summary>A picture of a feature plane as plain numbers, which the caller draws.</summary>
public sealed class HeatMap
{
    private HeatMap(int rows, int columns, float[] values) => (Rows, Columns, Values) = (rows, columns, values);

    /// <summary>Height of the picture.</summary>
    public int Rows { get; }

    /// <summary>Width of the picture.</summary>
    public int Columns { get; }

    /// <summary>Brightness from 0 (the quietest) to 1 (the loudest), row after row from the top: the first row is the highest
    /// frequency, the first column the beginning.</summary>
    public IReadOnlyList<float> Values { get; }

    /// <summary>Brightness of one pixel, row 0 at the top.</summary>
    public float this[int row, int column] => Values[row * Columns + column];

    /// <summary>Shrinks a plane of features by averaging over blocks, flips it so that high frequencies are at the top, and scales it into
    /// [0, 1].</summary>
    /// <param name="plane">Height × width values, lowest frequency first: the first channel of a sample.</param>
    /// <param name="shape">The shape of the sample that the plane is of.</param>
    /// <param name="maxRows">At most so many rows, at least 1. Default 64.</param>
    /// <param name="maxColumns">At most so many columns, at least 1. Default 128.</param>
    /// <returns>All zeros where the plane is constant; values that are not finite count as the quietest.</returns>
    /// <exception cref="ArgumentException">The plane has another number of values than the shape says, or a limit is below 1.</exception>
    public static HeatMap FromPlane(ReadOnlySpan<float> plane, SampleShape shape, int maxRows = 64, int maxColumns = 128)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxColumns, 1);
        if (plane.Length != shape.PlaneSize)
            throw new ArgumentException($"Expected a plane of {shape.Height}×{shape.Width} values, got {plane.Length}.", nameof(plane));
        int rows = Math.Min(maxRows, shape.Height), columns = Math.Min(maxColumns, shape.Width);
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                values[(rows - 1 - row) * columns + column] = Mean(plane, shape, (row, rows), (column, columns));
        Scale(values);
        return new HeatMap(rows, columns, values);
    }

    private static float Mean(ReadOnlySpan<float> plane, SampleShape shape, (int At, int Of) row, (int At, int Of) column)
    {
        double sum = 0;
        int left = Border(column.At, column.Of, shape.Width), right = Border(column.At + 1, column.Of, shape.Width);
        int bottom = Border(row.At, row.Of, shape.Height), top = Border(row.At + 1, row.Of, shape.Height);
        for (int y = bottom; y < top; y++)
            foreach (float value in plane.Slice(y * shape.Width + left, right - left))
                sum += value;
        return (float)(sum / ((top - bottom) * (right - left)));
    }

    private static int Border(int block, int blocks, int extent) => (int)((long)block * extent / blocks);

    private static void Scale(float[] values)
    {
        float min = values.Where(float.IsFinite).DefaultIfEmpty().Min();
        for (int i = 0; i < values.Length; i++)
            values[i] = float.IsFinite(values[i]) ? values[i] : min;
        MinMax.Scale(values);
    }
}
