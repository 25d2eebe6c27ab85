using System.Text;
using System.Text.RegularExpressions;
using L2BN.Reporting.Sections;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The verdict and the table of a comparison as GitHub-flavored Markdown.</summary>
public static partial class MarkdownReport
{
    private static readonly char[] s_special = ['\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '$'];

    /// <summary>The whole report: what was compared, the verdicts, the table, the environment and the command.</summary>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ComparisonSummary summary = report.Summary;
        var text = new StringBuilder();
        string title = $"{string.Join(" vs ", report.Arms)}: {summary.Model} on {summary.Data}, {summary.Epochs} epochs";
        text.Append("# ").Append(Cell(title)).Append("\n\n");
        foreach (string sentence in Sentences(report))
            text.Append(Paragraph(sentence)).Append("\n\n");
        text.Append(Table(summary));
        if (ShiftTable.HasContent(summary))
            text.Append($"\n{Paragraph(ShiftTable.Caption(summary))}\n\n").Append(Shifts(summary));
        if (report.Environment is EnvironmentRecord environment)
            text.Append(Environment(environment));
        if (report.Command is string command)
            text.Append($"\nReproduce:\n\n{Fenced(command)}");
        return text.ToString();
    }

    /// <summary>The table alone.</summary>
    public static string Table(ComparisonSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var table = ComparisonTable.FromSummary(summary);
        var text = new StringBuilder(Line(["", .. table.Arms]));
        text.Append("|---|").Insert(text.Length, "---:|", table.Arms.Count).Append('\n');
        foreach (TableRow row in table.Rows)
            text.Append(Line([row.Label, .. row.Cells.Select(cell => cell.Text)]));
        return text.ToString();
    }

    private static string Shifts(ComparisonSummary summary)
    {
        IReadOnlyList<string> head = ShiftTable.Head(summary);
        var text = new StringBuilder(Line(head));
        text.Append("|---|").Insert(text.Length, "---:|", head.Count - 1).Append('\n');
        foreach (TableRow row in ShiftTable.Rows(summary))
            text.Append(Line([row.Label, .. row.Cells.Select(cell => cell.Text)]));
        return text.ToString();
    }

    private static IEnumerable<string> Sentences(ComparisonReport report)
    {
        ComparisonSummary summary = report.Summary;
        if (report.Finished < report.Runs.Count)
            yield return $"Unfinished: {report.Finished} of {report.Runs.Count} runs are complete.";
        foreach (PairedSummary pair in summary.Paired)
            yield return VerdictText.Sentence(pair);
        if (summary.Paired.Count == 0 && summary.Arms.Count > 0)
            yield return VerdictText.Alone(summary.Arms[0]);
        if (summary.Paired.Count > 0)
            yield return VerdictText.Caveat(summary);
        foreach (string sentence in ShiftTable.Sentences(summary))
            yield return sentence;
    }

    private static string Environment(EnvironmentRecord environment) =>
        $"\n{string.Join(" · ", EnvironmentFacts.List(environment).Select(fact => $"{Cell(fact.Name)}: {Cell(fact.Value)}"))}\n";

    internal static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Cell))} |\n";

    /// <summary>Any text inside a line: nothing in it is markup.</summary>
    internal static string Cell(string text) => string.Concat(
        SafeText.Line(text.ReplaceLineEndings(" ")).Select(c => s_special.Contains(c) ? $"\\{c}" : c.ToString()));

    /// <summary>Any text as a paragraph: it does not begin a list, a code block or an underlined heading either.</summary>
    internal static string Paragraph(string text) => BlockStart().Replace(Cell(text).TrimStart(), @"$1\$2");

    // The fence must be longer than any run of backticks inside it.
    private static string Fenced(string code)
    {
        string fence = "```";
        while (code.Contains(fence, StringComparison.Ordinal))
            fence += "`";
        return $"{fence}sh\n{SafeText.Lines(code)}\n{fence}\n";
    }

    // "- x", "+ x", "1. x", "===".
    [GeneratedRegex(@"^([0-9]*)([-+=]|(?<=[0-9])[.)](?= |$))")]
    private static partial Regex BlockStart();
}
