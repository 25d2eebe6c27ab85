namespace L2BN.Data;

/// <summary>Sums of each channel over a data set, in blocks that are merged in order: threads change the time, never the result.</summary>
internal static class ChannelStatistics
{
    private const int BlockSize = 256;

    internal static Normalization Measure(IDataset data)
    {
        if (data.Count == 0) throw new ArgumentException($"{data.Name} has no samples to measure.", nameof(data));
        var blocks = new Sums[(data.Count + BlockSize - 1) / BlockSize];
        Parallelism.For(blocks.Length, block => blocks[block] = SumsOf(data, block * BlockSize));
        return Finish(blocks, (double)data.Count * data.Shape.PlaneSize, data.Shape.Channels);
    }

    private static Sums SumsOf(IDataset data, int first)
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
