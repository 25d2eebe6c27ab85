namespace L2BN.Kernels;

/// <summary>
/// What forward saves for backward beside the input: one block of doubles. Per sample the scale, the power of two by which its values are
/// multiplied, whether it has a gradient, and the inverse scale (4·N); per channel mean, inverse deviation, weight and bias (4·C); after
/// training also per plane the mean and the centered sum of squares (2·N·C), unless planes have one position and are their own means.
/// Weight and bias are copied because backward rebuilds the activation's mask.
/// </summary>
public static class SavedStatistics
{
    /// <summary>Length of the block that <c>ForwardTraining</c> fills: 4·N + 4·C, and 2·N·C more unless S = 1.</summary>
    public static int TrainingLength(in FeatureShape shape) =>
        checked((int)KernelBuffers.SavedInTraining(shape.Samples, shape.Channels, shape.Positions));

    /// <summary>Length of the block that <c>ForwardEvaluation</c> fills: 4·N + 4·C.</summary>
    public static int EvaluationLength(in FeatureShape shape) =>
        checked((int)KernelBuffers.SavedInEvaluation(shape.Samples, shape.Channels));

    /// <summary>Where the C values of one kind begin in the block.</summary>
    public static int ChannelOffset(in FeatureShape shape, ChannelStatistic statistic) =>
        (4 * shape.Samples) + ((int)statistic * shape.Channels);
}

/// <summary>What is saved per channel, in the order of the block.</summary>
public enum ChannelStatistic
{
    /// <summary>μ.</summary>
    Mean,

    /// <summary>1/√(σ² + eps).</summary>
    InverseDeviation,

    /// <summary>γ, 1 without one.</summary>
    Weight,

    /// <summary>β, 0 without one.</summary>
    Bias,
}
