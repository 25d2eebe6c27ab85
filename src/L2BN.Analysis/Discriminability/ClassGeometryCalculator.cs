namespace L2BN.Analysis;

/// <summary>The formulas of <see cref="ClassGeometry"/>.</summary>
internal static class ClassGeometryCalculator
{
    public static ClassGeometry Measure(ClassMeans means, LeaveOneOutPass look, double? silhouette)
    {
        var within = Within(means);
        var between = Between(means);
        var norms = Enumerable.Range(0, means.Classes).Select(k => Math.Sqrt(means.Gram[k, k])).ToArray();
        var cosines = Cosines(means, norms);
        return new ClassGeometry
        {
            WithinScatter = within,
            BetweenScatter = between,
            TraceRatio = within > 0 ? between / within : null,
            Nc1 = look.Nc1,
            Nc2Equinorm = norms.Average() > 0 ? Quantiles.PopulationDeviation(norms) / norms.Average() : null,
            Nc2Equiangle = cosines is null ? null : Quantiles.PopulationDeviation(cosines),
            Nc2MaximalAngle = cosines?.Average(cosine => Math.Abs(cosine + (1.0 / (means.Classes - 1)))),
            Nc4 = look.Nc4,
            Cdnv = Cdnv(means),
            Silhouette = silhouette,
            NearestMeanAccuracy = look.NearestMeanAccuracy,
        };
    }

    private static double Within(ClassMeans means)
    {
        double sum = 0;
        for (var k = 0; k < means.Classes; k++)
            sum += means.Counts[k] * means.Variances[k];
        return sum / means.Counts.Sum(count => (double)count);
    }

    // Σ n_k‖μ_k − μ‖²/N with μ the mean of all samples equals Σ_k<l n_k n_l ‖μ_k − μ_l‖²/N², which needs no μ.
    private static double Between(ClassMeans means)
    {
        var total = means.Counts.Sum(count => (double)count);
        return ClassPairs(means.Classes).Sum(p => means.Counts[p.K] / total * (means.Counts[p.L] / total) * means.SquaredDistances[p.K, p.L]);
    }

    private static double? Cdnv(ClassMeans means)
    {
        var values = ClassPairs(means.Classes)
            .Select(p => (means.Variances[p.K] + means.Variances[p.L]) / (2 * means.SquaredDistances[p.K, p.L]))
            .ToArray();
        return values.All(double.IsFinite) ? values.Average() : null;
    }

    private static double[]? Cosines(ClassMeans means, double[] norms) =>
        norms.All(norm => norm > 0)
            ? [.. ClassPairs(means.Classes).Select(p => Math.Clamp(means.Gram[p.K, p.L] / (norms[p.K] * norms[p.L]), -1, 1))]
            : null;

    internal static IEnumerable<(int K, int L)> ClassPairs(int classes) =>
        Enumerable.Range(0, classes).SelectMany(k => Enumerable.Range(0, k).Select(l => (l, k)));
}
