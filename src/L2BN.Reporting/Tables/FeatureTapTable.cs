using System.Text;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The analysis of one network as tables for terminals, Markdown and CSV.</summary>
public static class FeatureTapTable
{
    private static readonly (string Metric, string Head)[] s_main =
    [
        ("norm_cv", "norm cv"), ("class_separation_r2", "sep. R²"), ("trace_ratio", "trace"), ("nc1", "NC1"), ("cdnv", "CDNV"), ("nearest_mean_accuracy", "nearest"),
    ];

    private static readonly (string Metric, string Head)[] s_change = [("trace_ratio", "trace"), ("cdnv", "CDNV"), ("nearest_mean_accuracy", "nearest mean")];

    /// <summary>The most telling measures at every place: a head, then a row per place.</summary>
    public static IReadOnlyList<string[]> Rows(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return [["place", .. s_main.Select(item => item.Head)], .. analysis.FeatureTaps.Select(place => (string[])
            [FeatureTapName.Of(place), .. s_main.Select(item => Text(place.Metrics, item.Metric))])];
    }

    /// <summary>What l2-normalising changes where features are normalised: a head, then a row per place.</summary>
    public static IReadOnlyList<string[]> Changes(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return [["place", "norm cv", "norm share", .. s_change.Select(item => item.Head)], .. analysis.FeatureTaps.Where(place => place.UnitMetrics is { Count: > 0 })
            .Select(place => (string[])[FeatureTapName.Of(place), Text(place.Metrics, "norm_cv"), Text(place.Metrics, "norm_variance_share"), .. s_change
                .Select(item => $"{Text(place.Metrics, item.Metric)} → {Text(place.UnitMetrics!, item.Metric)}")])];
    }

    /// <summary>Both tables for a terminal.</summary>
    /// <param name="run">An analysed run.</param>
    public static string Text(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunAnalysis analysis = run.Analysis ?? new RunAnalysis();
        string text = $"{TextTable.Wrapped(TextTable.Terminal(AnalysisReport.Headline(run)))}\n{Aligned(Rows(analysis))}";
        return analysis.FeatureTaps.Any(place => place.UnitMetrics is { Count: > 0 })
            ? $"{text}\nAs the features are -> scaled to unit length:\n\n{Aligned(Changes(analysis))}"
            : text;
    }

    /// <summary>Every measure at every place in full precision; those of unit-length features have <c>unit_</c> in front.</summary>
    public static string Csv(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        string[] metrics = [.. analysis.FeatureTaps.SelectMany(place => place.Metrics.Keys).Distinct()];
        string[] unit = [.. analysis.FeatureTaps.SelectMany(place => place.UnitMetrics?.Keys ?? []).Distinct()];
        return Core.Csv.Table(["layer", "side", "samples", .. metrics, .. unit.Select(name => $"unit_{name}")], analysis.FeatureTaps.Select(place => (object?[])
        [
            place.Layer, place.Side, place.Samples, .. metrics.Select(name => (object?)place.Metrics.GetValueOrDefault(name)),
            .. unit.Select(name => (object?)place.UnitMetrics?.GetValueOrDefault(name)),
        ]));
    }

    /// <summary>Both tables as GitHub-flavoured Markdown below a heading.</summary>
    public static string Markdown(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunAnalysis analysis = run.Analysis ?? new RunAnalysis();
        var text = new StringBuilder("# ").Append(MarkdownReport.Cell($"{run.Model} with {run.Norm} on {run.Data}")).Append("\n\n");
        text.Append(MarkdownReport.Cell(AnalysisReport.Headline(run))).Append("\n\n");
        Append(text, Rows(analysis));
        text.Append("\nAs the features are → scaled to unit length:\n\n");
        Append(text, Changes(analysis));
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        text.Append(MarkdownReport.Line(rows[0])).Append("|---|").Insert(text.Length, "---:|", rows[0].Length - 1).Append('\n');
        foreach (string[] row in rows.Skip(1)) text.Append(MarkdownReport.Line(row));
    }

    private static string Aligned(IReadOnlyList<string[]> rows) => TextTable.Aligned([.. rows.Select(row => row.Select(TextTable.Terminal).ToArray())]);

    private static string Text(IReadOnlyDictionary<string, double?> metrics, string name) => MetricNames.Text(metrics.GetValueOrDefault(name));
}
