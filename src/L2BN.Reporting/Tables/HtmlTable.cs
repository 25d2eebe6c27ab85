using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tables;

/// <summary>Writes tables: a caption, a head of columns, and a body whose rows begin with a head of their own; wide ones scroll.</summary>
internal static class HtmlTable
{
    /// <summary>Writes a whole table.</summary>
    /// <param name="page">The page.</param>
    /// <param name="id">What the caption's id begins with.</param>
    /// <param name="kind">Class of the table: <c>numbers</c>, <c>numbers wide</c> or <c>seeds</c>.</param>
    /// <param name="caption">One or two sentences: what the table shows.</param>
    /// <param name="head">One cell per column.</param>
    /// <param name="rows">Rows of as many cells.</param>
    public static void Write(
        Markup page, string id, string kind, string caption, IEnumerable<TableCell> head, IEnumerable<IEnumerable<TableCell>> rows)
    {
        string captionId = page.NewId($"{id}-caption");
        using Markup.Scope scroll =
            page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", captionId), ("tabindex", "0"));
        using Markup.Scope table = page.Element("table", ("class", kind));
        page.TextElement("caption", caption, ("id", captionId));
        using (page.Element("thead"))
        using (page.Element("tr"))
        {
            foreach (TableCell cell in head)
                WriteCell(page, "th", "col", cell);
        }

        using Markup.Scope body = page.Element("tbody");
        foreach (IEnumerable<TableCell> row in rows)
        {
            using Markup.Scope element = page.Element("tr");
            foreach ((int column, TableCell cell) in row.Index())
                WriteCell(page, column == 0 ? "th" : "td", column == 0 ? "row" : null, cell);
        }
    }

    private static void WriteCell(Markup page, string name, string? scope, TableCell cell)
    {
        using Markup.Scope element = page.Element(name, ("scope", scope), ("class", cell.Class));
        if (cell.Content is not null)
            cell.Content(page);
        else if (Numbers.Exact(cell.Value) is string exact)
            page.TextElement("data", cell.Main, ("value", exact));
        else
            page.Text(cell.Main);
        if (cell.Detail is string detail)
            page.Text(" ").TextElement("span", detail, ("class", "detail"));
    }
}

/// <summary>What is shown in one cell of a table.</summary>
/// <param name="Main">The figure or text.</param>
/// <param name="Value">The same number as a program reads it, where there is one.</param>
/// <param name="Detail">What may go to a second line on narrow screens: a spread, the far end of an interval.</param>
/// <param name="Class">Class of the cell in HTML; null for none.</param>
/// <param name="Content">Writes the cell in HTML instead of <paramref name="Main"/>; null for none.</param>
internal sealed record TableCell(
    string Main,
    double? Value = null,
    string? Detail = null,
    string? Class = null,
    Action<Markup>? Content = null)
{
    /// <summary>An empty cell.</summary>
    public static TableCell None { get; } = new("");

    /// <summary>A cell for a number that does not exist.</summary>
    public static TableCell Missing { get; } = new(Numbers.Missing);

    /// <summary>The cell in tables of plain text.</summary>
    public string Text => Detail is null ? Main : $"{Main} {Detail}";

    public static implicit operator TableCell(string text) => new(text);

    /// <summary>A mean with its standard deviation as the detail.</summary>
    public static TableCell FromSpread(Spread spread, int decimals) =>
        new(
            Numbers.Fixed(spread.Mean, decimals),
            spread.Mean,
            Numbers.Exact(spread.Std) is null ? null : $"± {Numbers.Fixed(spread.Std, decimals)}");

    /// <summary>An interval with its upper end as the detail; a dash where there is none.</summary>
    public static TableCell FromInterval(IReadOnlyList<double>? ends, int decimals) =>
        ends is [double low, double high] && double.IsFinite(low + high)
            ? new(Numbers.Signed(low, decimals), Detail: $"to {Numbers.Signed(high, decimals)}")
            : Missing;

    /// <summary>A metric of discriminability.</summary>
    public static TableCell FromMetric(double? value) => Numbers.Exact(value) is null ? Missing : new(MetricNames.Text(value), value);

    /// <summary>A drawing that takes the width that the other columns leave.</summary>
    public static TableCell FromPlot(Action<Markup> draw) => new("", Class: "plot", Content: draw);
}
