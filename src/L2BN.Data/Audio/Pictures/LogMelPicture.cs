namespace L2BN.Data.Audio;

/// <summary>A picture of a clip with what its axes mean.</summary>
/// <param name="Map">The picture of the static channel.</param>
/// <param name="Seconds">Time from the left edge to the right.</param>
/// <param name="RowHertz">Centre frequency of each row, from the top.</param>
public sealed record LogMelPicture(HeatMap Map, double Seconds, IReadOnlyList<double> RowHertz)
{
    /// <summary>Draws the first channel of a sample of features.</summary>
    /// <param name="sample">What a data set of <paramref name="options"/> delivers, or <see cref="ClipFeatures.Compute"/>.</param>
    /// <param name="options">The features it is made of.</param>
    /// <param name="maxRows">At most so many rows. Default 64.</param>
    /// <param name="maxColumns">At most so many columns. Default 128.</param>
    /// <exception cref="ArgumentException">The sample has another size than the options say.</exception>
    public static LogMelPicture Of(ReadOnlySpan<float> sample, LogMelOptions options, int maxRows = 64, int maxColumns = 128)
    {
        var shape = options.Shape;
        if (sample.Length != shape.Size)
            throw new ArgumentException($"Expected a sample of {shape}, {shape.Size} values, came {sample.Length}.", nameof(sample));
        var map = HeatMap.Of(sample[..shape.PlaneSize], shape, maxRows, maxColumns);
        double low = MelScale.HzToMel(options.Mel.FMin, options.Mel.Htk),
            high = MelScale.HzToMel(options.Mel.FMax ?? options.SampleRate / 2.0, options.Mel.Htk);
        double[] hertz = new double[map.Rows];
        for (int row = 0; row < hertz.Length; row++)
            hertz[row] = MelScale.MelToHz(high - (high - low) * (row + 0.5) / hertz.Length, options.Mel.Htk);
        return new LogMelPicture(map, shape.Width * options.SecondsPerFrame, hertz);
    }
}
