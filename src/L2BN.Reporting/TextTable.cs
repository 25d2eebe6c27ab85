using System.Text;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The table of a comparison for terminals: plain text, aligned, 80 columns for up to three arms.</summary>
public static class TextTable
{
    private const int Columns = 80;
    private const int Gap = 2;

    /// <summary>
    /// The table with the verdicts below it. Every line ends with a line feed; minus signs and dashes are written as hyphens.
    /// </summary>
    public static string Render(ComparisonSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var table = ComparisonTable.FromSummary(summary);
        string[] head = ["", .. table.Arms];
        string[][] rows = [head, .. table.Rows.Select(row => (string[])[row.Label, .. row.Cells.Select(cell => cell.Text)])];
        var text = new StringBuilder(Aligned([.. rows.Select(row => row.Select(Terminal).ToArray())]));
        foreach (string sentence in Sentences(summary))
            text.Append('\n').Append(Wrapped(Terminal(sentence)));
        if (ShiftTable.HasContent(summary))
            text.Append('\n').Append(Shifts(summary));
        return text.ToString();
    }

    /// <summary>Rows of cells as text: the first column flush left, the others flush right, a rule below the first row.</summary>
    public static string Aligned(IReadOnlyList<string[]> rows)
    {
        rows = [.. rows.Select(row => row.Select(SafeText.Line).ToArray())];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        for (int i = 0; i < rows.Count; i++)
        {
            text.Append(Line(rows[i], widths)).Append('\n');
            if (i == 0)
                text.Append('-', widths.Sum() + Gap * (widths.Length - 1)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Breaks a text at spaces into lines of at most 80 columns; a word that is longer gets a line of its own.</summary>
    internal static string Wrapped(string text)
    {
        var lines = new StringBuilder();
        int column = 0;
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (column > 0)
                lines.Append(column + 1 + word.Length > Columns ? '\n' : ' ');
            column = column > 0 && column + 1 + word.Length <= Columns ? column + 1 + word.Length : word.Length;
            lines.Append(word);
        }

        return lines.Append('\n').ToString();
    }

    private static string Shifts(ComparisonSummary summary)
    {
        string[][] rows =
        [
            [.. ShiftTable.Head(summary)],
            .. ShiftTable.Rows(summary).Select(row => (string[])[row.Label, .. row.Cells.Select(cell => cell.Text)]),
        ];
        string sentences = string.Concat(ShiftTable.Sentences(summary).Select(sentence => "\n" + Wrapped(Terminal(sentence))));
        string caption = Wrapped(Terminal(ShiftTable.Caption(summary)));
        return caption + Aligned([.. rows.Select(row => row.Select(Terminal).ToArray())]) + sentences;
    }

    private static IEnumerable<string> Sentences(ComparisonSummary summary) =>
        summary.Paired.Count == 0
            ? []
            : [.. summary.Paired.Select(VerdictText.Sentence), VerdictText.Caveat(summary)];

    private static string Line(string[] row, int[] widths) => string.Join(
        new string(' ', Gap),
        row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();

    // Control characters could move the cursor or change colors; the minus sign and the dash are not in every console's font.
    internal static string Terminal(string text) => SafeText.Line(text)
        .Replace('\u2212', '-').Replace('–', '-').Replace("→", "->", StringComparison.Ordinal).Replace('²', '2');
}
