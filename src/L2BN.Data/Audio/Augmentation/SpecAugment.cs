using L2BN.Data.Augmentation;
using L2BN.Data.Batches;

namespace L2BN.Data.Audio.Augmentation;

/// <summary>Sets random consecutive rows (frequencies) of each channel to 0, others in each channel. One half of SpecAugment (Park and
/// others 2019);
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
    public SampleShape OutputShape(SampleShape shape) =>
        shape.Height > MaxRows
            ? shape
            : throw new ArgumentException(
                $"Expected samples of more than {MaxRows} rows, the widest mask, got {shape}; choose at most {shape.Height - 1}.",
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
    public string Identity => $"freq-mask({MaxRows})";

    /// <inheritdoc/>
    public override string ToString() => Identity;
}

/// <summary>Sets random consecutive columns (frames) of each channel to 0, others in each channel. One half of SpecAugment (Park and others
/// 2019);
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
    public SampleShape OutputShape(SampleShape shape) =>
        shape.Width > MaxFrames
            ? shape
            : throw new ArgumentException(
                $"Expected samples of more than {MaxFrames} frames, the widest mask, got {shape}; choose at most {shape.Width - 1}.",
                nameof(shape));

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        OutputShape(shape);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            int frames = random.NextInt(MaxFrames + 1), first = random.NextInt(shape.Width - frames);
            Span<float> plane = sample.Slice(channel * shape.PlaneSize, shape.PlaneSize);
            for (int at = first; at < plane.Length; at += shape.Width)
                plane.Slice(at, frames).Clear();
        }
    }

    /// <summary>The name in configurations.</summary>
    public string Identity => $"time-mask({MaxFrames})";

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
