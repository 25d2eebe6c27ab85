namespace L2BN.Reporting;

/// <summary>
/// What the metrics of discriminability are called in reports, and which way is better. A name that is not listed is shown as it is.
/// </summary>
internal static class MetricNames
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["norm_mean"] = "Sample norm, mean",
        ["norm_cv"] = "Variation of sample norms (std/mean)",
        ["norm_cv_within"] = "Variation of norms within classes",
        ["norm_cv_between"] = "Variation of norms between classes",
        ["intra_class_cosine"] = "Cosine within classes ↑",
        ["inter_class_cosine"] = "Cosine between classes ↓",
        ["class_separation_r2"] = "Class separation R² ↑",
        ["trace_ratio"] = "Between/within scatter ↑",
        ["nc1"] = "NC1, variability collapse ↓",
        ["nc2_equinorm"] = "NC2, unequal norms of means ↓",
        ["nc2_equiangle"] = "NC2, unequal angles of means ↓",
        ["nc2_maximal_angle"] = "NC2, distance to widest angles ↓",
        ["nc4"] = "NC4, disagreement with nearest mean ↓",
        ["cdnv"] = "CDNV, class-distance variance ↓",
        ["silhouette"] = "Silhouette ↑",
        ["nearest_mean_accuracy"] = "Nearest-class-mean accuracy ↑",
    };

    public static string Of(string metric) => s_names.GetValueOrDefault(metric) ?? metric.Replace('_', ' ');

    /// <summary>Four significant digits, whatever the size.</summary>
    public static string Text(double? value) => value switch
    {
        null => Numbers.Missing,
        double number when !double.IsFinite(number) => Numbers.Missing,
        0 => "0",
        double number when Math.Abs(number) is >= 1e5 or < 1e-4 => Numbers.Scientific(number, 3),
        double number => Numbers.Fixed(number, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 7)),
    };
}
