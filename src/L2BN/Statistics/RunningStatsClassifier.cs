using static TorchSharp.torch;

namespace L2BN;

/// <summary>The rules by which a mean square is attributed.</summary>
internal static class RunningStatsClassifier
{
    /// <summary>
    /// The share of τ²/D that a mean square may have. It can be lower: while weights change fast the means of batches differ, and the
    /// square of their average is less than the average of their squares (0.88 in the last layers of a small ResNet at a high rate).
    /// </summary>
    private const double Lowest = 0.75;

    /// <summary>It can hardly be higher: unbiased variances and the noise of a few batches.</summary>
    private const double Highest = 1.05;

    /// <summary>How far a BatchNorm's mean square may be from that of one example, as a factor.</summary>
    private const double ExampleFactor = 2;

    /// <summary>τ²/D; null for Unit before its input size is known.</summary>
    internal static double? Expected(RunningNorm norm) => norm.Scale switch
    {
        FeatureScale.RootDimension => 1,
        FeatureScale.Unit when norm.Positions > 0 => 1.0 / (norm.Channels * norm.Positions),
        _ => null,
    };

    internal static bool IsBroken(RunningNorm norm)
    {
        using var scope = NewDisposeScope();
        return !double.IsFinite(norm.MeanSquare()) || norm.Variance.IsLess(0).any().item<bool>();
    }

    /// <summary>Still exactly as the constructor left them.</summary>
    internal static bool IsFresh(RunningNorm norm)
    {
        using var scope = NewDisposeScope();
        return norm.Mean.IsEqual(0).all().item<bool>() && norm.Variance.IsEqual(1).all().item<bool>();
    }

    /// <summary>A layer that normalises its samples, by the identity.</summary>
    internal static StatisticsOrigin Of(RunningNorm norm)
    {
        double square = norm.MeanSquare();
        if (IsFresh(norm)) return StatisticsOrigin.NotWarmedUp;
        if (Expected(norm) is not double expected) return IsUnit(norm, square) ? StatisticsOrigin.Unverified : OfOther(norm, square);
        if (IsNear(square, expected)) return StatisticsOrigin.Own;
        return IsMixed(norm, square, expected) ? StatisticsOrigin.NotWarmedUp : OfOther(norm, square);
    }

    /// <summary>All BatchNorms of a model together: one of them may have any mean square by chance.</summary>
    internal static StatisticsOrigin OfStock(IReadOnlyList<RunningNorm> norms)
    {
        RunningNorm[] warm = [.. norms.Where(norm => !IsFresh(norm))];
        if (warm.Length == 0) return StatisticsOrigin.Own;
        bool alike = warm.Average(norm => norm.MeanSquare()) > 2 - Highest;
        if (alike && Array.TrueForAll(warm, norm => IsNear(norm.MeanSquare(), 1))) return StatisticsOrigin.RootDimension;
        return Array.TrueForAll(warm, norm => IsUnit(norm, norm.MeanSquare())) ? StatisticsOrigin.Unit : StatisticsOrigin.Own;
    }

    /// <summary>A BatchNorm, against the mean square that an example gave it.</summary>
    internal static StatisticsOrigin AgainstExample(RunningNorm norm, double fresh)
    {
        double square = norm.MeanSquare();
        if (IsFresh(norm)) return StatisticsOrigin.NotWarmedUp;
        if (square < fresh * ExampleFactor && fresh < square * ExampleFactor) return StatisticsOrigin.Own;
        StatisticsOrigin other = OfOther(norm, square);
        return other == StatisticsOrigin.BatchNorm ? StatisticsOrigin.Own : other;
    }

    private static StatisticsOrigin OfOther(RunningNorm norm, double square) =>
        norm.Scale != FeatureScale.RootDimension && IsNear(square, 1) ? StatisticsOrigin.RootDimension
        : norm.Scale != FeatureScale.Unit && IsUnit(norm, square) ? StatisticsOrigin.Unit
        : StatisticsOrigin.BatchNorm;

    /// <summary>1/(C·S) for some S of at least 1, or for the one that is known.</summary>
    private static bool IsUnit(RunningNorm norm, double square) => norm.Positions > 0
        ? IsNear(square * norm.Channels * norm.Positions, 1)
        : square * norm.Channels <= Highest;

    /// <summary>The initial 1 has a weight of (1 − momentum)^batches left.</summary>
    private static bool IsMixed(RunningNorm norm, double square, double expected)
    {
        using var scope = NewDisposeScope();
        if (norm.Momentum is not double momentum || norm.Counter is not Tensor counter) return false;
        double rest = Math.Pow(1 - momentum, counter.to(ScalarType.Float64).item<double>());
        return IsNear(square, expected + (rest * (1 - expected)));
    }

    private static bool IsNear(double square, double target) => square >= Lowest * target && square <= Highest * target;
}
