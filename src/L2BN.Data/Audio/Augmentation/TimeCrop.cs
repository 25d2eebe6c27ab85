namespace L2BN.Data.Audio;

/// <summary>Keeps a random stretch of a sample's columns (frames): training sees crops, evaluation the full length.</summary>
/// <remarks>
/// The start is uniform in 0 … width − frames − 1, and 0 where nothing is left to choose. The last possible start is never drawn: so does
/// the DCASE 2020 task 1a system (github.com/MihawkHu/DCASE2020_task1), which crops 400 of 423 frames at 0 … 22.
/// </remarks>
public sealed class TimeCrop : IAugmentation
{
    /// <param name="frames">Columns that are kept, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="frames"/> is below 1.</exception>
    public TimeCrop(int frames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        Frames = frames;
    }

    /// <summary>Columns that are kept.</summary>
    public int Frames { get; }

    /// <inheritdoc/>
    public SampleShape OutputShape(SampleShape shape)
    {
        if (shape.Width < Frames)
            throw new ArgumentException($"A crop of {Frames} frames was asked for, the samples have {shape.Width}.", nameof(shape));
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
    public override string ToString() => $"time-crop({Frames})";
}
