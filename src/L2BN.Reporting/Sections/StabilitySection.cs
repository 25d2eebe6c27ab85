using L2BN.Reporting.Charts;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Gradient norm, weight norm and effective step size over training: over all traced weights, and one by one.</summary>
internal sealed class StabilitySection(ComparisonReport report) : ReportSection
{
    public override string Title => "Stability";

    public override string Id => "stability";

    public override bool HasContent => Layers().Any();

    public override void Write(Markup page)
    {
        WriteCharts(
            page,
            report.Arms,
            "Geometric means over the traced weights, at the last step of each epoch. "
            + "Thin lines: one run each; bold: mean; bands: one standard deviation.",
            Overall("Gradient norm", trace => trace.GradientNorm),
            Overall("Weight norm", trace => trace.WeightNorm),
            Overall("Effective step lr/‖w‖²", trace => trace.EffectiveStep));
        using Markup.Scope details = page.Element("details");
        page.TextElement("summary", "Weight by weight");
        WriteByLayer(page, "Gradient norm", trace => trace.GradientNorm);
        WriteByLayer(page, "Effective step", trace => trace.EffectiveStep);
    }

    private void WriteByLayer(Markup page, string quantity, Func<LayerTrace, double> value) =>
        WriteCharts(page, report.Arms, $"{quantity} of each traced weight.", Layers().Select(layer => ByLayer(quantity, layer, value)));

    private CurveChart Overall(string title, Func<LayerTrace, double> value) =>
        Curves(title, traces => GeometricMean(traces.Select(value)));

    private CurveChart ByLayer(string quantity, string layer, Func<LayerTrace, double> value) =>
        Curves($"{quantity}, {layer}", traces => traces.Where(trace => trace.Layer == layer).Select(value).FirstOrDefault(double.NaN));

    private CurveChart Curves(string title, Func<IReadOnlyList<LayerTrace>, double> value) => new()
    {
        Title = title,
        Description = $"{title} by epoch, logarithmic.",
        LogY = true,
        Groups = CurveGroup.FromRuns(report, run => Points(run, value)),
    };

    private static IReadOnlyList<Point> Points(RunRecord run, Func<IReadOnlyList<LayerTrace>, double> value) =>
        [.. run.Epochs.Select(epoch => new Point(epoch.Epoch, epoch.Layers is { Count: > 0 } layers ? value(layers) : double.NaN))];

    // Layers differ by powers of ten: an arithmetic mean would show only the largest. A logarithmic axis has no zero.
    private static double GeometricMean(IEnumerable<double> values)
    {
        double[] logs = [.. values.Where(value => value > 0 && double.IsFinite(value)).Select(value => Math.Log(value))];
        return logs.Length == 0 ? double.NaN : Math.Exp(logs.Average());
    }

    private IEnumerable<string> Layers() =>
        report.Runs.SelectMany(run => run.Epochs).SelectMany(epoch => epoch.Layers ?? []).Select(trace => trace.Layer).Distinct();
}
