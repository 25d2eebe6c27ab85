namespace L2BN.Data;

/// <summary>Per-channel standardization, y = (x − mean) / std.</summary>
public sealed record Normalization
{
    /// <summary>Creates a normalization from one mean and one standard deviation per channel.</summary>
    /// <exception cref="ArgumentException">Different lengths, no channel, or a standard deviation that is not positive and
    /// finite.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        if (mean.Count != std.Count || mean.Count == 0)
            throw new ArgumentException($"Expected one mean and one standard deviation per channel, got {mean.Count} and {std.Count}.",
                nameof(std));
        if (mean.Any(value => !float.IsFinite(value)) || std.Any(value => !(value > 0 && float.IsFinite(value))))
            throw new ArgumentException("Expected finite means and positive, finite standard deviations.", nameof(std));
        (Mean, Std) = (mean, std);
    }

    /// <summary>Mean of each channel.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel (biased; 1 for a channel that is constant).</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>Computes the channel statistics of <paramref name="train"/>, accumulated in double; the result does not depend on the
    /// number of
    /// threads.</summary>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public static Normalization Compute(IDataset train) => ChannelStatistics.Compute(train);

    /// <summary>Normalizes one sample of <paramref name="shape"/> in place.</summary>
    /// <exception cref="ArgumentException">The sample has another number of channels than this normalization.</exception>
    public void Apply(Span<float> sample, SampleShape shape)
    {
        if (shape.Channels != Mean.Count)
            throw new ArgumentException($"Expected samples of {Mean.Count} channels, got {shape.Channels}.", nameof(shape));
        for (int channel = 0; channel < shape.Channels; channel++)
            Normalize(sample.Slice(channel * shape.PlaneSize, shape.PlaneSize), Mean[channel], Std[channel]);
    }

    /// <inheritdoc/>
    public bool Equals(Normalization? other) => other is not null && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean.Count, Mean[0], Std[0]);

    private static void Normalize(Span<float> plane, float mean, float std)
    {
        for (int i = 0; i < plane.Length; i++)
            plane[i] = (plane[i] - mean) / std;
    }
}

/// <summary>Sums of each channel over a data set, in blocks that are merged in order: threads change the time, never the result.</summary>
internal static class ChannelStatistics
{
    private const int BlockSize = 256;

    internal static Normalization Compute(IDataset data)
    {
        if (data.Count == 0)
            throw new ArgumentException(
                $"Expected at least one sample to compute channel statistics, got none in {data.Name}.",
                nameof(data));
        var blocks = new Sums[(data.Count + BlockSize - 1) / BlockSize];
        Parallelism.For(blocks.Length, block => blocks[block] = SumBlock(data, block * BlockSize));
        return Finish(blocks, (double)data.Count * data.Shape.PlaneSize, data.Shape.Channels);
    }

    private static Sums SumBlock(IDataset data, int first)
    {
        var sums = new Sums(new double[data.Shape.Channels], new double[data.Shape.Channels]);
        float[] sample = new float[data.Shape.Size];
        for (int index = first; index < Math.Min(first + BlockSize, data.Count); index++)
        {
            data.Read(index, sample);
            for (int channel = 0; channel < data.Shape.Channels; channel++)
                sums.Add(channel, sample.AsSpan(channel * data.Shape.PlaneSize, data.Shape.PlaneSize));
        }
        return sums;
    }

    private static Normalization Finish(Sums[] blocks, double count, int channels)
    {
        float[] mean = new float[channels], std = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            double average = blocks.Sum(block => block.First[c]) / count;
            double variance = blocks.Sum(block => block.Second[c]) / count - average * average;
            mean[c] = (float)(average + Sums.Pivot);
            // Below this a channel is constant but for rounding; dividing by it would blow up noise.
            std[c] = variance > 1e-12 ? (float)Math.Sqrt(variance) : 1f;
        }
        return new Normalization(mean, std);
    }

    private sealed record Sums(double[] First, double[] Second)
    {
        /// <summary>The middle of [0, 1]: sums about it do not cancel for pixels.</summary>
        internal const double Pivot = 0.5;

        internal void Add(int channel, ReadOnlySpan<float> plane)
        {
            double first = 0, second = 0;
            foreach (float value in plane)
            {
                double shifted = value - Pivot;
                first += shifted;
                second += shifted * shifted;
            }
            First[channel] += first;
            Second[channel] += second;
        }
    }
}
