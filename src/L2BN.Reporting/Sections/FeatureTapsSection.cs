using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>Every metric at every feature tap of one analyzed run, folded away.</summary>
internal sealed class FeatureTapsSection(ComparisonReport report) : ReportSection
{
    private readonly IReadOnlyList<FeatureTapAnalysis> _taps =
        report.Runs.FirstOrDefault(run => run.Analysis is not null)?.Analysis?.FeatureTaps ?? [];

    public override string Title => "All metrics";

    public override string Id => "places";

    public override bool HasContent => _taps.Count > 0;

    public override void Write(Markup page)
    {
        string[] metrics = [.. _taps.SelectMany(tap => tap.Metrics.Keys).Distinct()];
        using Markup.Scope details = page.Element("details");
        page.TextElement("summary", $"{_taps.Count} layer inputs and outputs, {metrics.Length} metrics");
        HtmlTable.Write(
            page, "places", "numbers wide", "From the network's input to its output, on the features as they are",
            ["Features", "Samples", .. metrics.Select(metric => (TableCell)MetricNames.Title(metric))],
            _taps.Select(tap => Row(tap, metrics)));
    }

    private static IEnumerable<TableCell> Row(FeatureTapAnalysis tap, string[] metrics) =>
    [
        FeatureTapName.Create(tap), tap.Samples is { } samples ? $"{samples}" : Numbers.Missing,
        .. metrics.Select(metric => TableCell.FromMetric(tap.Metrics.GetValueOrDefault(metric))),
    ];
}
