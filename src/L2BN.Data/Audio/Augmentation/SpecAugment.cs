namespace L2BN.Data.Audio;

/// <summary>Sets one band of rows (frequencies) and one stretch of columns (frames) of each channel to 0, each channel its own.</summary>
/// <remarks>
/// After SpecAugment (Park and others 2019) as the FCNN models of the DCASE 2020 task 1a system (github.com/MihawkHu/DCASE2020_task1) use it: one mask of 0 … 12 bands and one
/// of 0 … 39 frames, widths and starts uniform, before cropping.
/// </remarks>
public sealed class SpecAugment : IAugmentation
{
    /// <param name="maxRows">Widest mask over frequency, at least 0. Default 12.</param>
    /// <param name="maxFrames">Widest mask over time, at least 0. Default 39.</param>
    /// <exception cref="ArgumentOutOfRangeException">A width is negative.</exception>
    public SpecAugment(int maxRows = 12, int maxFrames = 39)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        ArgumentOutOfRangeException.ThrowIfNegative(maxFrames);
        (MaxRows, MaxFrames) = (maxRows, maxFrames);
    }

    /// <summary>Widest mask over frequency.</summary>
    public int MaxRows { get; }

    /// <summary>Widest mask over time.</summary>
    public int MaxFrames { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        if (MaxRows >= shape.Height || MaxFrames >= shape.Width)
            throw new ArgumentException($"Masks of up to {MaxRows} rows and {MaxFrames} frames do not leave anything of samples of {shape}. Choose narrower masks.", nameof(shape));
        for (int channel = 0; channel < shape.Channels; channel++)
            Mask(sample.Slice(channel * shape.PlaneSize, shape.PlaneSize), shape.Width, ref random);
    }

    /// <summary>The name in configurations.</summary>
    public override string ToString() => $"spec-augment({MaxRows},{MaxFrames})";

    private void Mask(Span<float> plane, int width, ref SampleRandom random)
    {
        var (row, rows) = Draw(MaxRows, plane.Length / width, ref random);
        plane.Slice(row * width, rows * width).Clear();
        var (column, columns) = Draw(MaxFrames, width, ref random);
        for (int at = column; at < plane.Length; at += width) plane.Slice(at, columns).Clear();
    }

    private static (int Start, int Length) Draw(int most, int extent, ref SampleRandom random)
    {
        int length = random.NextInt(most + 1);
        return (random.NextInt(extent - length), length);
    }
}
