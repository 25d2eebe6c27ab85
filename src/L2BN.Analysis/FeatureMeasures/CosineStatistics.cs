using System.Numerics.Tensors;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// Directions of features: cosines within and between classes. Lengths do not count, so l2 normalization changes none of them.
/// </summary>
public sealed record CosineStatistics
{
    /// <summary>
    /// Mean cosine between two different samples of a class, −1…1, averaged over classes; higher is better. Null if no class has two
    /// samples.
    /// </summary>
    public double? IntraClass { get; init; }

    /// <summary>Mean cosine between samples of two different classes, −1…1, averaged over pairs of classes; lower is better.</summary>
    public required double InterClass { get; init; }

    /// <summary>
    /// Class separation R² = 1 − (mean cosine distance within classes)/(mean cosine distance overall), classes weighing the same, a
    /// sample's distance to itself included (Kornblith et al. 2021, eq. 11); 0…1, higher is better. Null if all features point the same
    /// way.
    /// </summary>
    public double? ClassSeparation { get; init; }

    internal static CosineStatistics Compute(ClassMeans unit, IReadOnlyList<ClassMoments> classes)
    {
        // With m_k the mean unit vector and σ²_k its variance, 1 − ‖m_k‖² = σ²_k: distances come without cancellation.
        double within = unit.Variances.Average();
        double between = Enumerable.Range(0, unit.Classes).Average(k => unit.Gram[k][k]);
        return new CosineStatistics
        {
            IntraClass = Intra(unit, classes),
            InterClass = ClassGeometryCalculator
                .ClassPairs(unit.Classes)
                .Average(p => TensorPrimitives.Dot<double>(unit.Means[p.K], unit.Means[p.L])),
            ClassSeparation = within + between > 0 ? between / (within + between) : null,
        };
    }

    // Over pairs of different samples: q − σ²·n/(n−1), q the mean squared length (1 unless a norm was clamped).
    private static double? Intra(ClassMeans unit, IReadOnlyList<ClassMoments> classes)
    {
        double[] values = classes
            .Select((moments, k) => (moments, variance: unit.Variances[k]))
            .Where(item => item.moments.Count > 1)
            .Select(item => item.moments.MeanUnitNorm - (item.variance * item.moments.Count / (item.moments.Count - 1)))
            .ToArray();
        return values.Length > 0 ? values.Average() : null;
    }
}
