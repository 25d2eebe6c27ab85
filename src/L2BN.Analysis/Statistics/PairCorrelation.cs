namespace L2BN.Analysis.Statistics;

/// <summary>
/// How much the runs of a pair have in common: where they share a seed's weights and order, and that makes both good or both bad, their
/// difference varies less than independent runs would.
/// </summary>
public static class PairCorrelation
{
    /// <summary>Pearson's correlation over the pairs without a NaN; null below 3 of them, or where an arm has no spread.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double? Compute(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count != b.Count)
            throw new ArgumentException($"Expected one value of each arm per seed, got {a.Count} and {b.Count}.");
        (double A, double B)[] pairs = [.. a.Zip(b).Where(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second))];
        if (pairs.Length < 3)
            return null;
        (double meanA, double meanB) = (pairs.Average(pair => pair.A), pairs.Average(pair => pair.B));
        double squaresA = pairs.Sum(pair => (pair.A - meanA) * (pair.A - meanA));
        double squaresB = pairs.Sum(pair => (pair.B - meanB) * (pair.B - meanB));
        return squaresA > 0 && squaresB > 0
            ? pairs.Sum(pair => (pair.A - meanA) * (pair.B - meanB)) / Math.Sqrt(squaresA * squaresB)
            : null;
    }
}
