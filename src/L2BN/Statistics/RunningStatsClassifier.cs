using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Statistics;

/// <summary>The rules that derive from a layer's mean square which kind of norm computed its running statistics.</summary>
internal static class RunningStatsClassifier
{
    /// <summary>
    /// The smallest share of τ²/D that a mean square may have. It can be below 1: while weights change fast the means of batches differ,
    /// and the square of their average is less than the average of their squares (0.88 in the last layers of a small ResNet at a high
    /// rate).
    /// </summary>
    private const double LowestShare = 0.75;

    /// <summary>The largest: unbiased variances and the noise of a few batches raise it a little.</summary>
    private const double HighestShare = 1.05;

    /// <summary>How far a BatchNorm's mean square may be from that of one example, as a factor.</summary>
    private const double ExampleFactor = 2;

    /// <summary>τ²/D; null for Unit before its input size is known.</summary>
    internal static double? ExpectedMeanSquare(RunningNorm norm) => norm.Scale switch
    {
        FeatureScale.RootDimension => 1,
        FeatureScale.Unit when norm.Positions > 0 => 1.0 / (norm.Channels * norm.Positions),
        _ => null,
    };

    /// <summary>Whether a value is not finite or a variance is negative.</summary>
    internal static bool IsBroken(RunningNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        return !double.IsFinite(norm.MeanSquare()) || norm.Variance.IsLess(0).any().item<bool>();
    }

    /// <summary>Whether the statistics are exactly as the constructor set them.</summary>
    internal static bool HasInitialValues(RunningNorm norm)
    {
        using DisposeScope scope = NewDisposeScope();
        return norm.Mean.IsEqual(0).all().item<bool>() && norm.Variance.IsEqual(1).all().item<bool>();
    }

    /// <summary>A layer that normalizes its samples, by the mean square it must have.</summary>
    internal static StatisticsOrigin Classify(RunningNorm norm)
    {
        double square = norm.MeanSquare();
        if (HasInitialValues(norm))
            return StatisticsOrigin.NotWarmedUp;
        if (ExpectedMeanSquare(norm) is not double expected)
            return IsUnit(norm, square) ? StatisticsOrigin.Unverified : ClassifyForeign(norm, square);
        if (IsNear(square, expected))
            return StatisticsOrigin.Own;
        return IsMixedWithInitial(norm, square, expected) ? StatisticsOrigin.NotWarmedUp : ClassifyForeign(norm, square);
    }

    /// <summary>All BatchNorms of a model together: a single one may have any mean square by chance.</summary>
    internal static StatisticsOrigin ClassifyBatchNorms(IReadOnlyList<RunningNorm> norms)
    {
        RunningNorm[] warm = [.. norms.Where(norm => !HasInitialValues(norm))];
        if (warm.Length == 0)
            return StatisticsOrigin.Own;
        bool averageFits = warm.Average(norm => norm.MeanSquare()) > 2 - HighestShare;
        if (averageFits && Array.TrueForAll(warm, norm => IsNear(norm.MeanSquare(), 1)))
            return StatisticsOrigin.RootDimension;
        return Array.TrueForAll(warm, norm => IsUnit(norm, norm.MeanSquare())) ? StatisticsOrigin.Unit : StatisticsOrigin.Own;
    }

    /// <summary>A BatchNorm, compared with the mean square that an example gave it.</summary>
    internal static StatisticsOrigin ClassifyByExample(RunningNorm norm, double ofExample)
    {
        double square = norm.MeanSquare();
        if (HasInitialValues(norm))
            return StatisticsOrigin.NotWarmedUp;
        if (square < ofExample * ExampleFactor && ofExample < square * ExampleFactor)
            return StatisticsOrigin.Own;
        StatisticsOrigin foreign = ClassifyForeign(norm, square);
        return foreign == StatisticsOrigin.BatchNorm ? StatisticsOrigin.Own : foreign;
    }

    private static StatisticsOrigin ClassifyForeign(RunningNorm norm, double square) =>
        norm.Scale != FeatureScale.RootDimension && IsNear(square, 1) ? StatisticsOrigin.RootDimension
        : norm.Scale != FeatureScale.Unit && IsUnit(norm, square) ? StatisticsOrigin.Unit
        : StatisticsOrigin.BatchNorm;

    /// <summary>1/(C·S) for some S of at least 1, or for the S that is known.</summary>
    private static bool IsUnit(RunningNorm norm, double square) => norm.Positions > 0
        ? IsNear(square * norm.Channels * norm.Positions, 1)
        : square * norm.Channels <= HighestShare;

    /// <summary>The initial 1 still has a weight of (1 − momentum)^batches.</summary>
    private static bool IsMixedWithInitial(RunningNorm norm, double square, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        if (norm.Momentum is not double momentum || norm.Counter is not Tensor counter)
            return false;
        double rest = Math.Pow(1 - momentum, counter.to(ScalarType.Float64).item<double>());
        return IsNear(square, expected + (rest * (1 - expected)));
    }

    private static bool IsNear(double square, double target) => square >= LowestShare * target && square <= HighestShare * target;
}
