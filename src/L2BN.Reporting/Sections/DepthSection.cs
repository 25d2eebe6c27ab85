using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Discriminability layer by layer, at the inputs and outputs of all normalization layers, and at the pooled features.</summary>
internal sealed class DepthSection(ComparisonReport report) : ReportSection
{
    private const double Decades = 30;
    private readonly RunRecord[] _analyzed = [.. report.Runs.Where(run => run.Analysis is { FeatureTaps.Count: > 0 })];

    public override string Title => "Discriminability by depth";

    public override string Id => "depth";

    public override bool HasContent => _analyzed.Length > 0 || report.Summary.Arms.Any(arm => arm.Discriminability is { Count: > 0 });

    public override void Write(Markup page)
    {
        page.TextElement(
            "p",
            $"Measured on the test split with the trained network{(_analyzed.Length == 1 ? "" : "s")} in evaluation "
                + "mode. Arrows say which way is better.");
        if (SampledClasses() is string sampled)
            page.TextElement("p", sampled);
        WritePooledFeatures(page);
        WriteSide(page, "output", "After each normalization layer", "depth-output");
        using Markup.Scope details = page.Element("details", ("hidden", !Layers("input").Any()));
        page.TextElement("summary", "The same before each normalization layer");
        WriteSide(page, "input", "Before each normalization layer", "depth-input");
    }

    // Time and memory of the analysis grow with the square of the number of classes.
    private string? SampledClasses()
    {
        int all = report.ClassNames.Count;
        int? Measured(bool pooled) => _analyzed.SelectMany(run => run.Analysis!.FeatureTaps)
            .Where(tap => (tap.Side == "features") == pooled).Min(tap => tap.Classes);
        string[] parts =
        [
            .. Measured(pooled: false) is int layers && layers < all ? (string[])[$"layers on {layers}"] : [],
            .. Measured(pooled: true) is int features && features < all ? (string[])[$"pooled features on {features}"] : [],
        ];
        return parts.Length == 0 ? null : $"Of the {all} classes, evenly spread ones were measured: {string.Join(", ", parts)}.";
    }

    // What the classifier receives: one column per arm, the numbers of the summary.
    private void WritePooledFeatures(Markup page)
    {
        IReadOnlyList<ArmSummary> arms = report.Summary.Arms;
        string[] metrics = [.. arms.SelectMany(arm => arm.Discriminability?.Keys ?? []).Distinct()];
        if (metrics.Length == 0)
            return;
        HtmlTable.Write(
            page, "features", "numbers", report.Runs.Count > 1 ? "At the pooled features, mean over runs" : "At the pooled features",
            ["Metric", .. report.Arms.Select(arm => (TableCell)arm)],
            metrics.Select(metric => (IEnumerable<TableCell>)
                [MetricNames.Title(metric), .. arms.Select(arm => TableCell.FromMetric(arm.Discriminability?.GetValueOrDefault(metric)))]));
    }

    private void WriteSide(Markup page, string side, string caption, string kind)
    {
        string[] layers = [.. Layers(side)];
        if (layers.Length == 0)
            return;
        string numbered = string.Join(", ", layers.Select((layer, index) => $"{index + 1} {layer}"));
        using Markup.Scope block = page.Element("div", ("class", kind));
        WriteCharts(
            page,
            report.Arms,
            $"{caption}, from the network's input to its output: {numbered}."
            + (_analyzed.Length > 1 ? " Thin lines: one run each; bold: mean; bands: one standard deviation." : ""),
            Metrics(side).Select(metric => Profile(side, layers, metric)));
    }

    private CurveChart Profile(string side, string[] layers, string metric) => new()
    {
        Title = MetricNames.Title(metric),
        Description = $"{MetricNames.Title(metric)} by layer, {side} of the normalization.",
        FileName = $"{Where(side)} norm {MetricNames.Title(metric)}",
        XLabel = $"{Where(side)} normalization layer",
        LogY = SpansDecades(layers.SelectMany(layer => _analyzed.Select(run => Value(run, side, layer, metric)))),
        Groups = CurveGroup.FromRuns(report, run => Points(run, side, layers, metric)),
    };

    private static string Where(string side) => side == "output" ? "after" : "before";

    // NC1 falls by orders of magnitude with depth: on a linear axis everything but the first layers would lie on the floor.
    private static bool SpansDecades(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length > 0 && finite.Min() > 0 && finite.Max() / finite.Min() > Decades;
    }

    private static IReadOnlyList<Point> Points(RunRecord run, string side, string[] layers, string metric) =>
        [.. layers.Select((layer, index) => new Point(index + 1, Value(run, side, layer, metric)))];

    private static double Value(RunRecord run, string side, string layer, string metric) =>
        Taps(run, side).FirstOrDefault(tap => tap.Layer == layer)?.Metrics.GetValueOrDefault(metric) ?? double.NaN;

    // Arms of different norms name their layers alike, since the model does; a layer that only some have keeps its number.
    private IEnumerable<string> Layers(string side) =>
        _analyzed.SelectMany(run => Taps(run, side)).Select(tap => tap.Layer).Distinct();

    private IEnumerable<string> Metrics(string side) =>
        _analyzed.SelectMany(run => Taps(run, side)).SelectMany(tap => tap.Metrics.Keys).Distinct();

    private static IEnumerable<FeatureTapAnalysis> Taps(RunRecord run, string side) =>
        run.Analysis?.FeatureTaps.Where(tap => tap.Side == side) ?? [];
}
