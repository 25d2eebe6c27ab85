using L2BN.Reporting.Charts;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>How long the features of samples are, class by class: which L2BN makes equal.</summary>
internal sealed class NormsSection(ComparisonReport report) : ReportSection
{
    private const int ShownAtOnce = 2;

    // One run per arm is enough for a picture: the first by seed.
    private readonly RunRecord[] _runs =
        [.. report.Arms.Select(arm => report.RunsOf(arm).FirstOrDefault(run => Taps(run).Any())).OfType<RunRecord>()];

    public override string Title => "Sample norms by class";

    public override string Id => "norms";

    public override bool HasContent => _runs.Length > 0;

    public override void Write(Markup page)
    {
        (string Layer, string Side)[] taps = [.. _runs.SelectMany(Taps).Select(tap => (tap.Layer, tap.Side)).Distinct()];
        int first = Math.Max(0, taps.Length - ShownAtOnce);
        foreach ((string layer, string side) in taps[first..])
            WriteTap(page, layer, side);
        if (first == 0)
            return;
        using Markup.Scope details = page.Element("details");
        page.TextElement("summary", first == 1 ? "One more layer input or output" : $"{first} more layer inputs and outputs");
        foreach ((string layer, string side) in taps[..first])
            WriteTap(page, layer, side);
    }

    private void WriteTap(Markup page, string layer, string side)
    {
        (RunRecord Run, NormHistogram Norms)[] histograms = [.. Histograms(layer, side)];
        double[] reach = [.. histograms.SelectMany(item => (double[])[item.Norms.Edges[0], item.Norms.Edges[^1]])];
        string where = side == "features" ? "pooled features" : $"{side} of {layer}";
        WriteCharts(
            page, [],
            $"l2 norms of the test samples, {where}; heights are shares of the "
                + $"class.{(_runs.Length > 1 ? " Axes are the same for all arms." : "")}"
                + Selected(histograms.Max(item => item.Norms.Counts.Count)),
            histograms.Select(item => Ridge(item.Run, item.Norms, reach, where)));
    }

    private IEnumerable<(RunRecord Run, NormHistogram Norms)> Histograms(string layer, string side) =>
        from run in _runs
        from tap in Taps(run)
        where tap.Layer == layer && tap.Side == side
        select (run, tap.Norms!);

    private RidgeChart Ridge(RunRecord run, NormHistogram norms, double[] reach, string where)
    {
        int[] rows = [.. ClassName.Spread(norms.Counts.Count)];
        return new()
        {
            Title = $"{run.Arm}, {where}",
            Description = $"Distribution of sample norms per class, {where}, {run.Arm}, seed {run.Seed}.",
            Edges = norms.Edges,
            Counts = [.. rows.Select(row => norms.Counts[row])],
            Names = [.. rows.Select(row => ClassName.ForLabel(report.ClassNames, norms.Classes is { } labels ? labels[row] : row))],
            Arm = report.IndexOf(run.Arm),
            XLabel = $"sample norm (seed {run.Seed})",
            Reach = reach,
        };
    }

    private static string Selected(int classes) => classes <= ClassName.MostShown ? "" : $" {ClassName.MostShown} classes, evenly spread.";

    private static IEnumerable<FeatureTapAnalysis> Taps(RunRecord run) =>
        run.Analysis?.FeatureTaps.Where(tap => tap.Norms is { Counts.Count: > 0, Edges.Count: > 1 }) ?? [];
}
