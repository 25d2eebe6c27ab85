using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;

namespace L2BN.Data.Audio.Pictures;

/// <summary>A picture of a clip and the scales of its axes.</summary>
/// <param name="Map">The picture of the static channel.</param>
/// <param name="Seconds">Time from the left edge to the right.</param>
/// <param name="RowHertz">Center frequency of each row, from the top.</param>
public sealed record LogMelPicture(HeatMap Map, double Seconds, IReadOnlyList<double> RowHertz)
{
    /// <summary>Draws the first channel of a sample of features.</summary>
    /// <param name="sample">What a data set of <paramref name="options"/> delivers, or <see cref="ClipFeatures.Compute"/>.</param>
    /// <param name="options">Options of the features.</param>
    /// <param name="maxRows">At most so many rows. Default 64.</param>
    /// <param name="maxColumns">At most so many columns. Default 128.</param>
    /// <exception cref="ArgumentException">The sample has another size than the options say.</exception>
    public static LogMelPicture FromSample(ReadOnlySpan<float> sample, LogMelOptions options, int maxRows = 64, int maxColumns = 128)
    {
        SampleShape shape = options.Shape;
        if (sample.Length != shape.Size)
            throw new ArgumentException($"Expected a sample of {shape}, {shape.Size} values, got {sample.Length}.", nameof(sample));
        var map = HeatMap.FromPlane(sample[..shape.PlaneSize], shape, maxRows, maxColumns);
        double low = MelScale.HzToMel(options.Mel.FMin, options.Mel.Htk),
            high = MelScale.HzToMel(options.Mel.FMax ?? options.SampleRate / 2.0, options.Mel.Htk);
        double[] hertz = new double[map.Rows];
        for (int row = 0; row < hertz.Length; row++)
            hertz[row] = MelScale.MelToHz(high - (high - low) * (row + 0.5) / hertz.Length, options.Mel.Htk);
        return new LogMelPicture(map, shape.Width * options.SecondsPerFrame, hertz);
    }

    /// <summary>Height of a frequency in the picture: 0 at the middle of the top row, 1 at the middle of the bottom row; null
    /// outside.</summary>
    /// <param name="hertz">The frequency.</param>
    public double? RelativeRow(double hertz)
    {
        if (RowHertz.Count < 2 || !(hertz <= RowHertz[0]) || !(hertz >= RowHertz[^1]))
            return null;
        int below = Enumerable.Range(1, RowHertz.Count - 1).First(row => RowHertz[row] <= hertz);
        double share = (RowHertz[below - 1] - hertz) / (RowHertz[below - 1] - RowHertz[below]);
        return (below - 1 + share) / (RowHertz.Count - 1);
    }

    /// <summary>The picture as a PNG file, a pixel for each value; dark is loud.</summary>
    public byte[] ToPng() =>
        PngWriter.EncodeGray([.. Map.Values.Select(value => (byte)(255 - Math.Round(255 * value)))], Map.Columns, Map.Rows);
}
