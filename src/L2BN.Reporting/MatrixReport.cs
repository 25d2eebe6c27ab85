using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Several comparisons side by side as one HTML page: a table with a row per cell, and accuracy against batch size where there are several sizes.</summary>
public static class MatrixReport
{
    /// <summary>The whole page; it needs nothing but the reports that it links to.</summary>
    public static string Render(IReadOnlyList<MatrixEntry> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var page = new Markup().Raw("<!doctype html>");
        using (page.Element("html", ("lang", "en")))
        {
            ReportPage.WriteHead(page, "Comparisons", "l2bn");
            using var body = page.Element("body");
            using var main = page.Element("main");
            page.TextElement("h1", $"{cells.Count} comparisons");
            WriteTable(page, cells);
            foreach (var group in cells.GroupBy(cell => (cell.Model, cell.Data))) WriteChart(page, [.. group.OrderBy(cell => cell.BatchSize)]);
        }

        return page.ToString() + "\n";
    }

    /// <summary>The table as rows of text: a head, then one row per cell and arm.</summary>
    public static IReadOnlyList<string[]> Rows(IReadOnlyList<MatrixEntry> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        return [["data", "model", "batch", "arm", "accuracy, %", "difference", "95 % interval", "verdict"], .. cells.SelectMany(RowsOf)];
    }

    private static IEnumerable<string[]> RowsOf(MatrixEntry cell) => cell.Summary.Arms.Select(arm =>
    {
        PairedSummary? pair = cell.Summary.Paired.FirstOrDefault(pair => pair.B == arm.Norm);
        string[] own = [cell.Data, cell.Model, $"{cell.BatchSize}", arm.Norm, TableCell.Of(arm.Accuracy, 2).Text];
        return (string[])[.. own, .. pair is null ? ["", "", ""] : (string[])[Numbers.Signed(pair.DeltaMean, 2), TableCell.Of(pair.Ci95, 2).Text, pair.Verdict]];
    });

    private static void WriteTable(Markup page, IReadOnlyList<MatrixEntry> cells)
    {
        string caption = page.NewId("matrix-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var table = page.Element("table", ("class", "numbers"));
        page.TextElement("caption", "Final epoch, mean ± standard deviation over seeds; each cell is a comparison of its own", ("id", caption));
        using (page.Element("thead"))
        using (page.Element("tr"))
        {
            foreach (string title in Rows([])[0].Append("report")) page.TextElement("th", title, ("scope", "col"));
        }

        using var body = page.Element("tbody");
        foreach (MatrixEntry cell in cells)
            foreach (string[] row in RowsOf(cell)) WriteRow(page, row, cell.Link);
    }

    private static void WriteRow(Markup page, string[] cells, string link)
    {
        using var row = page.Element("tr");
        foreach (string cell in cells) page.TextElement("td", cell);
        using var last = page.Element("td");
        page.TextElement("a", "open", ("href", link));
    }

    private static void WriteChart(Markup page, MatrixEntry[] cells)
    {
        if (cells.Select(cell => cell.BatchSize).Distinct().Count() < 2) return;
        string[] arms = [.. cells[0].Summary.Arms.Select(arm => arm.Norm)];
        using var figure = page.Element("figure", ("class", "charts"));
        Legend.Write(page, arms);
        using (page.Element("div", ("class", "panels"))) BatchSizes(cells, arms).WritePanel(page);
        page.TextElement("figcaption", "Thin lines: one seed each; bold: mean; bands: one standard deviation.");
    }

    // Batch sizes are chosen by doubling, so the axis counts doublings.
    private static CurveChart BatchSizes(MatrixEntry[] cells, string[] arms) => new()
    {
        Title = $"Test accuracy, %: {cells[0].Model} on {cells[0].Data}",
        Description = $"Accuracy at the final epoch against batch size, {string.Join(", ", cells.Select(cell => cell.BatchSize))} samples.",
        XLabel = "batch size, as a power of 2",
        Groups = [.. arms.Select((arm, index) => new CurveGroup(arm, Seeds(cells, index)))],
    };

    private static IReadOnlyList<(string, IReadOnlyList<Point>)> Seeds(MatrixEntry[] cells, int arm) =>
        [.. Enumerable.Range(0, cells.Min(cell => cell.Summary.Arms[arm].Accuracy.Values.Count)).Select(seed => ($"seed {seed + 1}",
            (IReadOnlyList<Point>)[.. cells.Select(cell => new Point(Math.Log2(cell.BatchSize), cell.Summary.Arms[arm].Accuracy.Values[seed]))]))];
}

/// <summary>One comparison of several.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="Summary">Its result.</param>
/// <param name="Link">Its report, relative to the page.</param>
public sealed record MatrixEntry(string Model, string Data, int BatchSize, ComparisonSummary Summary, string Link);
