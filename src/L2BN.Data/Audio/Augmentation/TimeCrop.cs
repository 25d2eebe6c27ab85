using L2BN.Data.Augmentation;
using L2BN.Data.Batches;

namespace L2BN.Data.Audio.Augmentation;

/// <summary>Crops a sample to random consecutive columns (frames): training uses crops, evaluation the full length.</summary>
/// <remarks>
/// The start is uniform in 0 … width − frames − 1, and 0 where there is no choice. The last possible start is never drawn, as in
/// the DCASE 2020 task 1a system (github.com/MihawkHu/DCASE2020_task1), which crops 400 of 423 frames at 0 … 22.
/// </remarks>
public sealed class TimeCrop : IAugmentation
{
    /// <param name="frames">Columns of the crop, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is below 1.</exception>
    public TimeCrop(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        Frames = frames;
    }

    /// <summary>Columns of the crop.</summary>
    public int Frames { get; }

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape)
    {
        if (shape.Width < Frames)
            throw new ArgumentException(
                $"Expected samples of at least {Frames} frames, the length of the crop, got {shape.Width}; choose a shorter crop.",
                nameof(shape));
        return shape with { Width = Frames };
    }

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        OutputShape(shape);
        int start = random.NextInt(Math.Max(1, shape.Width - Frames));
        for (int row = 0; row < shape.Channels * shape.Height; row++)
            sample.Slice(row * shape.Width + start, Frames).CopyTo(sample[(row * Frames)..]);
    }

    /// <summary>The name in configurations.</summary>
    public string Identity => $"time-crop({Frames})";

    /// <inheritdoc/>
    public override string ToString() => Identity;
}
