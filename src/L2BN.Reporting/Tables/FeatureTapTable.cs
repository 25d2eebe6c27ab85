using System.Text;
using L2BN.Analysis.FeatureMeasures;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tables;

/// <summary>The analysis of one network as tables for terminals, Markdown and CSV.</summary>
public static class FeatureTapTable
{
    private static readonly (string Metric, string Head)[] s_main =
    [
        ("norm_cv", "norm cv"), ("class_separation_r2", "sep. R²"), ("trace_ratio", "trace"), ("nc1", "NC1"), ("cdnv", "CDNV"),
        ("nearest_mean_accuracy", "nearest"),
    ];

    private static readonly (string Metric, string Head)[] s_change =
        [("trace_ratio", "trace"), ("cdnv", "CDNV"), ("nearest_mean_accuracy", "nearest mean")];

    /// <summary>The most telling metrics at every tap: a head, then a row per tap.</summary>
    public static IReadOnlyList<string[]> Rows(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        return [["features", .. s_main.Select(item => item.Head)], .. analysis.FeatureTaps.Select(Row)];
        string[] Row(FeatureTapAnalysis tap) => [FeatureTapName.Create(tap), .. s_main.Select(item => Text(tap.Metrics, item.Metric))];
    }

    /// <summary>What l2 normalization changes where features are normalized: a head, then a row per tap.</summary>
    public static IReadOnlyList<string[]> Changes(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        string[] head = ["features", "norm cv", "norm share", .. s_change.Select(item => item.Head)];
        return [head, .. analysis.FeatureTaps.Where(tap => tap.UnitMetrics is { Count: > 0 }).Select(Row)];
        string[] Row(FeatureTapAnalysis tap) =>
        [
            FeatureTapName.Create(tap), Text(tap.Metrics, "norm_cv"), Text(tap.Metrics, "norm_variance_share"),
            .. s_change.Select(item => $"{Text(tap.Metrics, item.Metric)} → {Text(tap.UnitMetrics!, item.Metric)}"),
        ];
    }

    /// <summary>Both tables for a terminal.</summary>
    /// <param name="run">An analyzed run.</param>
    public static string Text(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunAnalysis analysis = run.Analysis ?? new RunAnalysis();
        string text = $"{TextTable.Wrapped(TextTable.Terminal(AnalysisReport.Headline(run)))}\n{Aligned(Rows(analysis))}";
        return analysis.FeatureTaps.Any(tap => tap.UnitMetrics is { Count: > 0 })
            ? $"{text}\nAs the features are -> scaled to unit length:\n\n{Aligned(Changes(analysis))}"
            : text;
    }

    /// <summary>Every metric at every tap in full precision; those of unit-length features have <c>unit_</c> in front.</summary>
    public static string Csv(RunAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        string[] metrics = [.. analysis.FeatureTaps.SelectMany(tap => tap.Metrics.Keys).Distinct()];
        string[] unit = [.. analysis.FeatureTaps.SelectMany(tap => tap.UnitMetrics?.Keys ?? []).Distinct()];
        object?[] Row(FeatureTapAnalysis tap) =>
            [
                tap.Layer,
                tap.Side,
                tap.Samples,
                .. metrics.Select(name => (object?)tap.Metrics.GetValueOrDefault(name)),
                .. unit.Select(name => (object?)tap.UnitMetrics?.GetValueOrDefault(name)),
            ];
        return Core.Csv.Table(
            ["layer", "side", "samples", .. metrics, .. unit.Select(name => $"unit_{name}")],
            analysis.FeatureTaps.Select(Row));
    }

    /// <summary>Both tables as GitHub-flavored Markdown below a heading.</summary>
    public static string Markdown(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunAnalysis analysis = run.Analysis ?? new RunAnalysis();
        StringBuilder text = new("# ");
        text.Append(MarkdownReport.Cell($"{run.Model} with {run.Norm} on {run.Data}")).Append("\n\n");
        text.Append(MarkdownReport.Paragraph(AnalysisReport.Headline(run))).Append("\n\n");
        Append(text, Rows(analysis));
        text.Append("\nAs the features are → scaled to unit length:\n\n");
        Append(text, Changes(analysis));
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyList<string[]> rows)
    {
        text.Append(MarkdownReport.Line(rows[0])).Append("|---|").Insert(text.Length, "---:|", rows[0].Length - 1).Append('\n');
        foreach (string[] row in rows.Skip(1))
            text.Append(MarkdownReport.Line(row));
    }

    private static string Aligned(IReadOnlyList<string[]> rows) =>
        TextTable.Aligned([.. rows.Select(row => row.Select(TextTable.Terminal).ToArray())]);

    private static string Text(IReadOnlyDictionary<string, double?> metrics, string name) =>
        MetricNames.Text(metrics.GetValueOrDefault(name));
}

/// <summary>Names of feature taps for people.</summary>
internal static class FeatureTapName
{
    /// <summary><c>stage1.0.bn1 input</c>, or <c>pooled features</c> for the input of the classifier.</summary>
    public static string Create(FeatureTapAnalysis tap) => tap.Side == "features" ? "pooled features" : $"{tap.Layer} {tap.Side}";
}

/// <summary>
/// What the metrics of discriminability are called in reports, with an arrow to the better side. Other names are
/// shown as they are, so that records of another version can be read.
/// </summary>
internal static class MetricNames
{
    public static string Title(string name)
    {
        DiscriminabilityMetric? metric = DiscriminabilityMetric.All.FirstOrDefault(metric => metric.Name == name);
        if (metric is null)
            return name.Replace('_', ' ');
        string arrow = metric.HigherIsBetter switch { true => " ↑", false => " ↓", null => "" };
        return metric.Title + arrow;
    }

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
