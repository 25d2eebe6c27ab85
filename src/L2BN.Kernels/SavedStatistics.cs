namespace L2BN.Kernels;

/// <summary>
/// What forward leaves for backward beside the input: one block of doubles. Per sample its scale and the inverse, its unit (a power
/// of two) and whether it has a gradient (4·N); per channel mean, inverse deviation, weight and bias (4·C); after training also per plane
/// the mean and the centred sum of squares (2·N·C). Weight and bias are copied because backward rebuilds the activation's mask.
/// </summary>
public static class SavedStatistics
{
    /// <summary>Length of the block that <c>ForwardTraining</c> fills: 4·N + 4·C + 2·N·C.</summary>
    public static int TrainingLength(in FeatureShape shape) => EvaluationLength(shape) + checked(2 * shape.Planes);

    /// <summary>Length of the block that <c>ForwardEvaluation</c> fills: 4·N + 4·C.</summary>
    public static int EvaluationLength(in FeatureShape shape) => checked((4 * shape.Samples) + (4 * shape.Channels));
}
