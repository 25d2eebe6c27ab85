namespace L2BN.Data.Audio;

/// <summary>Sets a stretch of columns (frames) of each channel to 0, each channel its own. One half of SpecAugment (Park and others 2019);
/// <see cref="FrequencyMask"/> is the other.</summary>
/// <remarks>
/// Width uniform in 0 … most, then start uniform in 0 … width − mask − 1. The FCNN models of the DCASE 2020 task 1a system
/// (github.com/MihawkHu/DCASE2020_task1) use 39 of 423 frames, before they crop.
/// </remarks>
public sealed class TimeMask : IAugmentation
{
    /// <param name="maxFrames">Widest mask, at least 0 and below the samples' width. Default 39.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxFrames"/> is negative.</exception>
    public TimeMask(int maxFrames = 39)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxFrames);
        MaxFrames = maxFrames;
    }

    /// <summary>Widest mask, in frames.</summary>
    public int MaxFrames { get; }

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape) => shape.Width > MaxFrames ? shape
        : throw new ArgumentException($"Masks of {MaxFrames} frames leave nothing of samples of {shape}; choose at most {shape.Width - 1}.",
            nameof(shape));

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        OutputShape(shape);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int frames = random.NextInt(MaxFrames + 1), first = random.NextInt(shape.Width - frames);
            var plane = sample.Slice(channel * shape.PlaneSize, shape.PlaneSize);
            for (int at = first; at < plane.Length; at += shape.Width) plane.Slice(at, frames).Clear();
        }
    }

    /// <summary>The name in configurations.</summary>
    public override string ToString() => $"time-mask({MaxFrames})";
}
