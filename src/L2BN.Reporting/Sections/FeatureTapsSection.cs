using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Every measure at every place of one analysed run, folded away.</summary>
internal sealed class FeatureTapsSection(ComparisonReport report) : ReportSection
{
    private readonly IReadOnlyList<FeatureTapAnalysis> _places = report.Runs.FirstOrDefault(run => run.Analysis is not null)?.Analysis?.FeatureTaps ?? [];

    public override string Title => "All measures";

    public override string Id => "places";

    public override bool HasContent => _places.Count > 0;

    public override void Write(Markup page)
    {
        string[] metrics = [.. _places.SelectMany(place => place.Metrics.Keys).Distinct()];
        using var details = page.Element("details");
        page.TextElement("summary", $"{_places.Count} places, {metrics.Length} measures");
        string caption = page.NewId("places-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "numbers wide"));
        page.TextElement("caption", "From the network's input to its output, on the features as they are", ("id", caption));
        WriteHead(page, metrics);
        using var body = page.Element("tbody");
        foreach (FeatureTapAnalysis place in _places) WriteRow(page, place, metrics);
    }

    private static void WriteHead(Markup page, string[] metrics)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        foreach (string title in (string[])["Place", "Samples", .. metrics.Select(MetricNames.Of)]) page.TextElement("th", title, ("scope", "col"));
    }

    private static void WriteRow(Markup page, FeatureTapAnalysis place, string[] metrics)
    {
        using var row = page.Element("tr");
        page.TextElement("th", FeatureTapName.Of(place), ("scope", "row")).TextElement("td", place.Samples is { } samples ? $"{samples}" : Numbers.Missing);
        foreach (string metric in metrics)
        {
            double? value = place.Metrics.GetValueOrDefault(metric);
            using var cell = page.Element("td");
            if (Numbers.Exact(value) is string exact) page.TextElement("data", MetricNames.Text(value), ("value", exact));
            else page.Text(Numbers.Missing);
        }
    }
}
