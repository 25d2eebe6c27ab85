namespace L2BN.Data.Audio;

/// <summary>Sets a band of rows (frequencies) of each channel to 0, each channel its own. One half of SpecAugment (Park and others 2019);
/// <see cref="TimeMask"/> is the other.</summary>
/// <remarks>
/// Width uniform in 0 … most, then start uniform in 0 … height − width − 1. The FCNN models of the DCASE 2020 task 1a system
/// (github.com/MihawkHu/DCASE2020_task1) use 12 of 128 bands, before they crop.
/// </remarks>
public sealed class FrequencyMask : IAugmentation
{
    /// <param name="maxRows">Widest mask, at least 0 and below the samples' height. Default 12.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public FrequencyMask(int maxRows = 12)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        MaxRows = maxRows;
    }

    /// <summary>Widest mask, in rows.</summary>
    public int MaxRows { get; }

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape) => shape.Height > MaxRows ? shape
        : throw new ArgumentException($"Masks of {MaxRows} rows leave nothing of samples of {shape}; choose at most {shape.Height - 1}.",
            nameof(shape));

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        OutputShape(shape);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int rows = random.NextInt(MaxRows + 1), first = random.NextInt(shape.Height - rows);
            sample.Slice(channel * shape.PlaneSize + first * shape.Width, rows * shape.Width).Clear();
        }
    }

    /// <summary>The name in configurations.</summary>
    public override string ToString() => $"freq-mask({MaxRows})";
}
