using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>
/// How unequal the sample norms are where the baseline normalizes, and how scaling every sample to unit length would change the geometry
/// of the classes there.
/// </summary>
internal sealed class NormalizingSection(ComparisonReport report) : ReportSection
{
    private static readonly string[] s_norms = ["norm_cv", "norm_variance_share"];
    private static readonly string[] s_metrics = ["trace_ratio", "nc1", "cdnv", "silhouette", "nearest_mean_accuracy"];

    private readonly RunRecord[] _runs =
        [.. report.RunsOf(Baseline(report)).Where(run => run.Analysis?.FeatureTaps.Any(tap => tap.UnitMetrics is { Count: > 0 }) ?? false)];

    public override string Title => $"What {Verb} l2 normalization change in {ArmName.InSentence(Baseline(report))}?";

    public override string Id => "normalizing";

    public override bool HasContent => _runs.Length > 0;

    public override void Write(Markup page) => HtmlTable.Write(
        page, "normalizing", "numbers", Caption,
        ["Features", .. s_norms.Concat(s_metrics).Select(metric => (TableCell)MetricNames.Title(metric))],
        _runs.SelectMany(Taps).Select(tap => (tap.Layer, tap.Side)).Distinct().Select(tap => Row(tap.Layer, tap.Side)));

    // An L2BN layer does what this section asks about.
    private string Verb => Baseline(report).StartsWith("l2bn", StringComparison.Ordinal) ? "does" : "would";

    private string Caption =>
        "At the input of each normalization layer and at the pooled features: how the sample norms vary (standard deviation / mean), how "
        + "much of the features' variance lies in the norms, and measures of separation as the features are → scaled to unit length"
        + (_runs.Length > 1 ? "; means over runs." : ".");

    private static string Baseline(ComparisonReport report) =>
        report.Arms.FirstOrDefault(arm => arm == "bn" || arm.StartsWith("bn(", StringComparison.Ordinal))
        ?? (report.Arms.Count > 0 ? report.Arms[0] : "");

    private IEnumerable<TableCell> Row(string layer, string side)
    {
        FeatureTapAnalysis[] taps = [.. _runs.SelectMany(Taps).Where(tap => tap.Layer == layer && tap.Side == side)];
        return
        [
            side == "features" ? "pooled features" : layer,
            .. s_norms.Select(metric => (TableCell)Mean(taps, tap => tap.Metrics, metric)),
            .. s_metrics.Select(metric =>
                (TableCell)$"{Mean(taps, tap => tap.Metrics, metric)} → {Mean(taps, tap => tap.UnitMetrics!, metric)}"),
        ];
    }

    private static string Mean(
        FeatureTapAnalysis[] taps, Func<FeatureTapAnalysis, IReadOnlyDictionary<string, double?>> metrics, string metric)
    {
        double[] values = [.. taps.Select(tap => metrics(tap).GetValueOrDefault(metric)).OfType<double>().Where(double.IsFinite)];
        return values.Length == 0 ? Numbers.Missing : MetricNames.Text(values.Average());
    }

    private static IEnumerable<FeatureTapAnalysis> Taps(RunRecord run) =>
        run.Analysis!.FeatureTaps.Where(tap => tap.UnitMetrics is { Count: > 0 });
}
