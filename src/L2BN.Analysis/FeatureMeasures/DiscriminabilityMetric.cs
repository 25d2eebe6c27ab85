namespace L2BN.Analysis.FeatureMeasures;

/// <summary>A measure by name, so that tables, plots and JSON list the same ones in the same order.</summary>
/// <param name="Name">Name in JSON and CSV, snake case.</param>
/// <param name="Title">Name for people.</param>
/// <param name="HigherIsBetter">True or false; null where neither is (it describes rather than judges).</param>
/// <param name="HasUnitForm">Whether raw and unit-length features each have a value; false for norms and cosines, which have one.</param>
/// <param name="Value">Reads it; the second argument chooses unit-length features where that matters. Null where the number does not
/// exist.</param>
public sealed record DiscriminabilityMetric(
    string Name, string Title, bool? HigherIsBetter, bool HasUnitForm, Func<Discriminability, bool, double?> Value)
{
    /// <summary>All measures, the most telling first.</summary>
    public static IReadOnlyList<DiscriminabilityMetric> All { get; } =
    [
        Direction("norm_cv", "Norm variation", null, d => d.Norms.Variation),
        Direction("norm_cv_within", "Norm variation within classes", null, d => d.Norms.VariationWithin),
        Direction("norm_cv_between", "Norm variation between classes", null, d => d.Norms.VariationBetween),
        Direction("norm_variance_share", "Share of variance in the norms", null, d => d.NormVarianceShare),
        Direction("intra_class_cosine", "Intra-class cosine", true, d => d.Cosines.IntraClass),
        Direction("inter_class_cosine", "Inter-class cosine", false, d => d.Cosines.InterClass),
        Direction("class_separation_r2", "Class separation R²", true, d => d.Cosines.ClassSeparation),
        Geometry("trace_ratio", "Trace ratio", true, g => g.TraceRatio),
        Geometry("nc1", "NC1", false, g => g.Nc1),
        Geometry("nc2_equinorm", "NC2 equinorm", false, g => g.Nc2Equinorm),
        Geometry("nc2_equiangle", "NC2 equiangle", false, g => g.Nc2Equiangle),
        Geometry("nc2_maximal_angle", "NC2 maximal angle", false, g => g.Nc2MaximalAngle),
        Geometry("nc4", "NC4", false, g => g.Nc4),
        Geometry("cdnv", "CDNV", false, g => g.Cdnv),
        Geometry("silhouette", "Silhouette", true, g => g.Silhouette),
        Geometry("nearest_mean_accuracy", "Nearest-class-mean accuracy", true, g => g.NearestMeanAccuracy),
    ];

    private static DiscriminabilityMetric Direction(string name, string title, bool? higher, Func<Discriminability, double?> value) =>
        new(name, title, higher, false, (d, _) => value(d));

    private static DiscriminabilityMetric Geometry(string name, string title, bool higher, Func<ClassGeometry, double?> value) =>
        new(name, title, higher, true, (d, unit) => value(unit ? d.Unit : d.Raw));
}
