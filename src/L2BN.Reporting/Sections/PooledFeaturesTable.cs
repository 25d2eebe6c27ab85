using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The metrics at the pooled features, where the classifier looks: one column per arm, the numbers of the summary.</summary>
internal static class PooledFeaturesTable
{
    public static void Write(Markup page, ComparisonReport report)
    {
        string[] metrics = [.. report.Summary.Arms.SelectMany(arm => arm.Discriminability?.Keys ?? []).Distinct()];
        if (metrics.Length == 0) return;
        string caption = page.NewId("features-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "numbers"));
        page.TextElement("caption", report.Runs.Count > 1 ? "At the pooled features, mean over runs" : "At the pooled features", ("id", caption));
        WriteHead(page, report.Arms);
        using var body = page.Element("tbody");
        foreach (string metric in metrics) WriteRow(page, report.Summary.Arms, metric);
    }

    private static void WriteHead(Markup page, IReadOnlyList<string> arms)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        page.TextElement("th", "Metric", ("scope", "col"));
        foreach (string arm in arms) page.TextElement("th", arm, ("scope", "col"));
    }

    private static void WriteRow(Markup page, IReadOnlyList<ArmSummary> arms, string metric)
    {
        using var row = page.Element("tr");
        page.TextElement("th", MetricNames.Of(metric), ("scope", "row"));
        foreach (ArmSummary arm in arms)
        {
            double? value = arm.Discriminability?.GetValueOrDefault(metric);
            using var cell = page.Element("td");
            if (Numbers.Exact(value) is string exact) page.TextElement("data", MetricNames.Text(value), ("value", exact));
            else page.Text(Numbers.Missing);
        }
    }
}
