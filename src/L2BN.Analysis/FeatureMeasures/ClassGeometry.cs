namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// How tight classes are and how far apart, for one form of the features (raw or unit length). Every measure ignores rotations, the order
/// of the samples and a common factor on all features; a number that does not exist is null. Definitions and papers:
/// docs/discriminability.md.
/// </summary>
public sealed record ClassGeometry
{
    /// <summary>
    /// tr(S_W): mean squared distance of a sample to its class mean. In squared feature units, so not comparable between networks.
    /// </summary>
    public required double WithinScatter { get; init; }

    /// <summary>tr(S_B): mean squared distance of a sample's class mean to the mean of all samples. In squared feature units.</summary>
    public required double BetweenScatter { get; init; }

    /// <summary>tr(S_B)/tr(S_W); higher is better. Null without any spread within classes (perfect collapse).</summary>
    public double? TraceRatio { get; init; }

    /// <summary>
    /// NC1, tr(Σ_W Σ_B⁺)/K (Papyan, Han and Donoho 2020); lower is better, 0 is perfect collapse. Null if all class means coincide.
    /// </summary>
    public double? Nc1 { get; init; }

    /// <summary>NC2, std/mean of the distances of class means to their center; lower is better. Null if all class means coincide.</summary>
    public double? Nc2Equinorm { get; init; }

    /// <summary>NC2, standard deviation of the cosines between centered class means; lower is better. Null if a centered mean is
    /// 0.</summary>
    public double? Nc2Equiangle { get; init; }

    /// <summary>NC2, mean |cos + 1/(K−1)| over pairs of centered class means; lower is better. Null if a centered mean is 0.</summary>
    public double? Nc2MaximalAngle { get; init; }

    /// <summary>
    /// NC4, share (0…1) of samples whose nearest class mean (taken without the sample itself) is not the network's prediction; lower is
    /// better. Null unless all samples had a prediction.
    /// </summary>
    public double? Nc4 { get; init; }

    /// <summary>
    /// CDNV, mean over class pairs of (σ²_k + σ²_l)/(2‖μ_k − μ_l‖²) (Galanti et al. 2022); lower is better. Null if two means coincide.
    /// </summary>
    public double? Cdnv { get; init; }

    /// <summary>
    /// Mean silhouette, −1…1, Euclidean (Rousseeuw 1987), on a subsample; higher is better. Null if it holds a single class.
    /// </summary>
    public double? Silhouette { get; init; }

    /// <summary>
    /// Share (0…1) of samples nearest to the mean of their own class, taken without the sample itself; a tie counts as a share; higher is
    /// better.
    /// </summary>
    public required double NearestMeanAccuracy { get; init; }
}

/// <summary>The formulas of <see cref="ClassGeometry"/>.</summary>
internal static class ClassGeometryCalculator
{
    public static ClassGeometry Compute(ClassMeans means, LeaveOneOutPass pass, double? silhouette)
    {
        double within = Within(means);
        double between = Between(means);
        double[] norms = Enumerable.Range(0, means.Classes).Select(k => Math.Sqrt(means.Gram[k][k])).ToArray();
        double[]? cosines = Cosines(means, norms);
        return new ClassGeometry
        {
            WithinScatter = within,
            BetweenScatter = between,
            TraceRatio = within > 0 ? between / within : null,
            Nc1 = pass.Nc1,
            Nc2Equinorm = norms.Average() > 0 ? Quantiles.PopulationDeviation(norms) / norms.Average() : null,
            Nc2Equiangle = cosines is null ? null : Quantiles.PopulationDeviation(cosines),
            Nc2MaximalAngle = cosines?.Average(cosine => Math.Abs(cosine + (1.0 / (means.Classes - 1)))),
            Nc4 = pass.Nc4,
            Cdnv = Cdnv(means),
            Silhouette = silhouette,
            NearestMeanAccuracy = pass.NearestMeanAccuracy,
        };
    }

    private static double Within(ClassMeans means)
    {
        double sum = 0;
        for (int k = 0; k < means.Classes; k++)
            sum += means.Counts[k] * means.Variances[k];
        return sum / means.Counts.Sum(count => (double)count);
    }

    // Σ n_k‖μ_k − μ‖²/N with μ the mean of all samples equals Σ_k<l n_k n_l ‖μ_k − μ_l‖²/N², which needs no μ.
    private static double Between(ClassMeans means)
    {
        double total = means.Counts.Sum(count => (double)count);
        return ClassPairs(means.Classes)
            .Sum(p => means.Counts[p.K] / total * (means.Counts[p.L] / total) * means.SquaredDistances[p.K][p.L]);
    }

    private static double? Cdnv(ClassMeans means)
    {
        double[] values = ClassPairs(means.Classes)
            .Select(p => (means.Variances[p.K] + means.Variances[p.L]) / (2 * means.SquaredDistances[p.K][p.L]))
            .ToArray();
        return values.All(double.IsFinite) ? values.Average() : null;
    }

    private static double[]? Cosines(ClassMeans means, double[] norms) =>
        norms.All(norm => norm > 0)
            ? [.. ClassPairs(means.Classes).Select(p => Math.Clamp(means.Gram[p.K][p.L] / (norms[p.K] * norms[p.L]), -1, 1))]
            : null;

    internal static IEnumerable<(int K, int L)> ClassPairs(int classes) =>
        Enumerable.Range(0, classes).SelectMany(k => Enumerable.Range(0, k).Select(l => (l, k)));
}
