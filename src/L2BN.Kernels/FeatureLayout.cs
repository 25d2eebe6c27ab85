namespace L2BN.Kernels;

/// <summary>The order in which a batch of features lies in memory; both are dense.</summary>
public enum FeatureLayout
{
    /// <summary>N×C×S: the positions of one channel are neighbours (PyTorch's contiguous format).</summary>
    ChannelsFirst,

    /// <summary>N×S×C: the channels of one position are neighbours (PyTorch's channels-last format).</summary>
    ChannelsLast,
}
