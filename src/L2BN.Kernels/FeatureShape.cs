namespace L2BN.Kernels;

/// <summary>The order in which a batch of features lies in memory; both are dense.</summary>
public enum FeatureLayout
{
    /// <summary>N×C×S: the positions of one channel are neighbors (PyTorch's contiguous format).</summary>
    ChannelsFirst,

    /// <summary>N×S×C: the channels of one position are neighbors (PyTorch's channels-last format).</summary>
    ChannelsLast,
}

/// <summary>Samples × channels × positions of a batch, and their order in memory; checked once, here.</summary>
public readonly record struct FeatureShape
{
    /// <summary>Checks and stores the shape of a batch.</summary>
    /// <param name="samples">N ≥ 0.</param>
    /// <param name="channels">C ≥ 1.</param>
    /// <param name="positions">S ≥ 0, the product of the spatial sizes; 1 for N×C.</param>
    /// <param name="layout">How the batch lies in memory. Default: <see cref="FeatureLayout.ChannelsFirst"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range, or the batch has more than 2³¹ − 1 values or
    /// planes.</exception>
    public FeatureShape(int samples, int channels, int positions, FeatureLayout layout = FeatureLayout.ChannelsFirst)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(positions);
        if ((Int128)samples * channels * Math.Max(1, positions) > int.MaxValue)
            ThrowHelper.TooLarge(samples, channels, positions);
        (Samples, Channels, Positions, Layout) = (samples, channels, positions, layout);
    }

    /// <summary>N, the number of samples.</summary>
    public int Samples { get; }

    /// <summary>C, the number of channels.</summary>
    public int Channels { get; }

    /// <summary>S, the number of positions of a channel.</summary>
    public int Positions { get; }

    /// <summary>The order in memory.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>D = C·S, the number of features of a sample.</summary>
    public int Dimension => Channels * Positions;

    /// <summary>N·C·S, the number of values of the batch.</summary>
    public int Length => Samples * Dimension;

    /// <summary>N·C, the number of (sample, channel) planes.</summary>
    public int Planes => Samples * Channels;

    /// <summary>N·S, the number of values of a channel.</summary>
    public int PerChannel => Samples * Positions;
}
