using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// How unequal the sample norms are where the baseline normalises, and what scaling every sample to unit length would do to the geometry of
/// the classes there.
/// </summary>
internal sealed class NormalizingSection(ComparisonReport report) : ReportSection
{
    private static readonly string[] s_norms = ["norm_cv", "norm_variance_share"];
    private static readonly string[] s_metrics = ["trace_ratio", "nc1", "cdnv", "silhouette", "nearest_mean_accuracy"];

    private readonly RunRecord[] _runs =
        [.. report.RunsOf(Baseline(report)).Where(run => run.Analysis?.FeatureTaps.Any(place => place.UnitMetrics is { Count: > 0 }) ?? false)];

    public override string Title => $"What {Verb} l2-normalising change in {ArmName.InSentence(Baseline(report))}?";

    public override string Id => "normalising";

    public override bool HasContent => _runs.Length > 0;

    public override void Write(Markup page)
    {
        string caption = page.NewId("normalising-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "numbers"));
        page.TextElement("caption", Caption, ("id", caption));
        WriteHead(page);
        using var body = page.Element("tbody");
        foreach ((string layer, string side) in _runs.SelectMany(Places).Select(place => (place.Layer, place.Side)).Distinct()) WriteRow(page, layer, side);
    }

    // An L2BN layer does what this section asks about.
    private string Verb => Baseline(report).StartsWith("l2bn", StringComparison.Ordinal) ? "does" : "would";

    private string Caption =>
        "At the input of each normalization layer and at the pooled features: how the sample norms vary (standard deviation / mean), how much of the "
        + "features' variance lies in the norms, and measures of separation as the features are → scaled to unit length"
        + (_runs.Length > 1 ? "; means over runs." : ".");

    private static string Baseline(ComparisonReport report) =>
        report.Arms.FirstOrDefault(arm => arm == "bn" || arm.StartsWith("bn(", StringComparison.Ordinal)) ?? (report.Arms.Count > 0 ? report.Arms[0] : "");

    private static void WriteHead(Markup page)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        page.TextElement("th", "Place", ("scope", "col"));
        foreach (string metric in s_norms.Concat(s_metrics)) page.TextElement("th", MetricNames.Of(metric), ("scope", "col"));
    }

    private void WriteRow(Markup page, string layer, string side)
    {
        using var row = page.Element("tr");
        page.TextElement("th", side == "features" ? "pooled features" : layer, ("scope", "row"));
        FeatureTapAnalysis[] places = [.. _runs.SelectMany(Places).Where(place => place.Layer == layer && place.Side == side)];
        foreach (string metric in s_norms) page.TextElement("td", Mean(places, place => place.Metrics, metric));
        foreach (string metric in s_metrics)
            page.TextElement("td", $"{Mean(places, place => place.Metrics, metric)} → {Mean(places, place => place.UnitMetrics!, metric)}");
    }

    private static string Mean(FeatureTapAnalysis[] places, Func<FeatureTapAnalysis, IReadOnlyDictionary<string, double?>> metrics, string metric)
    {
        double[] values = [.. places.Select(place => metrics(place).GetValueOrDefault(metric)).OfType<double>().Where(double.IsFinite)];
        return values.Length == 0 ? Numbers.Missing : MetricNames.Text(values.Average());
    }

    private static IEnumerable<FeatureTapAnalysis> Places(RunRecord run) => run.Analysis!.FeatureTaps.Where(place => place.UnitMetrics is { Count: > 0 });
}
