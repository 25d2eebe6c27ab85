using System.Buffers;
using System.Globalization;
using System.Text;

namespace L2BN.Core;

/// <summary>Tables as CSV (RFC 4180): numbers in full precision, empty where they do not exist or are not finite.</summary>
/// <remarks>
/// A text cell that a spreadsheet would run as a formula (CWE-1236) gets an apostrophe in front; numbers are never changed. Control
/// characters and those that change the direction of text are escaped (<see cref="SafeText"/>): line ends in a quoted cell stay.
/// </remarks>
public static class Csv
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n' ");

    // With the full-width forms, which some spreadsheets take for the same.
    private static readonly SearchValues<char> s_formula = SearchValues.Create("=+-@＝＋－＠");

    /// <summary>The table as text.</summary>
    /// <param name="head">Names of the columns.</param>
    /// <param name="rows">Cells: null, numbers or texts.</param>
    /// <param name="lineEnd">CR LF as the RFC wants, or LF.</param>
    public static string Table(IEnumerable<string> head, IEnumerable<IReadOnlyList<object?>> rows, string lineEnd = "\r\n")
    {
        StringBuilder text = new();
        foreach (IEnumerable<object?> row in rows.Prepend([.. head]))
            text.AppendJoin(',', row.Select(Cell)).Append(lineEnd);
        return text.ToString();
    }

    /// <summary>One cell, quoted where it must be.</summary>
    /// <param name="value">Null, a number or a text.</param>
    public static string Cell(object? value) => value switch
    {
        null => "",
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Text(value.ToString() ?? ""),
    };

    private static string Text(string text)
    {
        text = SafeText.Lines(text);
        if (text.AsSpan().TrimStart() is [var first, ..] && s_formula.Contains(first))
            text = "'" + text;
        return text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
