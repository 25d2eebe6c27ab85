namespace L2BN.Data.Audio.Features;

/// <summary>Values over frequency and time: one row per frequency (bin or mel band, lowest first), one column per frame.</summary>
public sealed class FeatureMatrix
{
    /// <summary>Wraps existing values without copying them.</summary>
    /// <param name="rows">Frequencies, at least 1.</param>
    /// <param name="frames">Points in time, at least 1.</param>
    /// <param name="values">Exactly rows × frames values; frame t of row r is at r·frames + t.</param>
    /// <exception cref="ArgumentException">The number of values is another one.</exception>
    public FeatureMatrix(int rows, int frames, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        if (values.LongLength != (long)rows * frames)
            throw new ArgumentException($"Expected {rows}×{frames} values, got {values.Length}.", nameof(values));
        (Rows, Frames, Values) = (rows, frames, values);
    }

    /// <summary>Makes a matrix of zeros.</summary>
    public FeatureMatrix(int rows, int frames) : this(rows, frames, new float[checked(rows * frames)]) { }

    /// <summary>Number of frequencies.</summary>
    public int Rows { get; }

    /// <summary>Number of points in time.</summary>
    public int Frames { get; }

    /// <summary>The values, row after row.</summary>
    public float[] Values { get; }

    /// <summary>The value of one frequency at one time.</summary>
    public float this[int row, int frame] => Row(row)[frame];

    /// <summary>All frames of one frequency.</summary>
    public Span<float> Row(int row) => Values.AsSpan(row * Frames, Frames);
}
