namespace L2BN.Data;

/// <summary>Per-channel standardisation, y = (x − mean) / std.</summary>
public sealed record Normalization
{
    /// <summary>Makes a standardisation from one mean and one standard deviation per channel.</summary>
    /// <exception cref="ArgumentException">Different lengths, no channel, or a standard deviation that is not positive and
    /// finite.</exception>
    public Normalization(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        if (mean.Count != std.Count || mean.Count == 0)
            throw new ArgumentException($"Expected one mean and one standard deviation per channel, came {mean.Count} and {std.Count}.",
                nameof(std));
        if (mean.Any(value => !float.IsFinite(value)) || std.Any(value => !(value > 0 && float.IsFinite(value))))
            throw new ArgumentException("Expected finite means and positive, finite standard deviations.", nameof(std));
        (Mean, Std) = (mean, std);
    }

    /// <summary>Mean of each channel.</summary>
    public IReadOnlyList<float> Mean { get; }

    /// <summary>Standard deviation of each channel (biased; 1 for a channel that is constant).</summary>
    public IReadOnlyList<float> Std { get; }

    /// <summary>Measures the channels of <paramref name="train"/>, accumulated in double; the result does not depend on the number of
    /// threads.</summary>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    public static Normalization Compute(IDataset train) => ChannelStatistics.Measure(train);

    /// <summary>Standardises one sample of <paramref name="shape"/> in place.</summary>
    /// <exception cref="ArgumentException">The sample has another number of channels than this standardisation.</exception>
    public void Apply(Span<float> sample, SampleShape shape)
    {
        if (shape.Channels != Mean.Count)
            throw new ArgumentException($"Expected samples of {Mean.Count} channels, came {shape.Channels}.", nameof(shape));
        for (int channel = 0; channel < shape.Channels; channel++)
            Standardise(sample.Slice(channel * shape.PlaneSize, shape.PlaneSize), Mean[channel], Std[channel]);
    }

    /// <inheritdoc/>
    public bool Equals(Normalization? other) => other is not null && Mean.SequenceEqual(other.Mean) && Std.SequenceEqual(other.Std);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean.Count, Mean[0], Std[0]);

    private static void Standardise(Span<float> plane, float mean, float std)
    {
        for (int i = 0; i < plane.Length; i++) plane[i] = (plane[i] - mean) / std;
    }
}
