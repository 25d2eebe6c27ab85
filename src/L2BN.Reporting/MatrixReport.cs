using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Several comparisons side by side as one HTML page: a table with a row per comparison and arm, and accuracy against batch size
/// where there are several sizes.</summary>
public static class MatrixReport
{
    /// <summary>The whole page; it needs nothing but the reports that it links to.</summary>
    public static string Render(IReadOnlyList<MatrixEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Markup page = new Markup().Raw("<!doctype html>");
        using (page.Element("html", ("lang", "en")))
        {
            ReportPage.WriteHead(page, "Comparisons", "l2bn");
            using Markup.Scope body = page.Element("body");
            using Markup.Scope main = page.Element("main");
            page.TextElement("h1", $"{entries.Count} comparisons");
            WriteTable(page, entries);
            foreach (IGrouping<(string Model, string Data), MatrixEntry> group in entries.GroupBy(entry => (entry.Model, entry.Data)))
                WriteChart(page, [.. group.OrderBy(entry => entry.BatchSize)]);
        }

        return page.ToString() + "\n";
    }

    /// <summary>The table as rows of text: a head, then one row per comparison and arm.</summary>
    public static IReadOnlyList<string[]> Rows(IReadOnlyList<MatrixEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return [["data", "model", "batch", "arm", "accuracy, %", "difference", "95 % interval", "verdict"], .. entries.SelectMany(RowsOf)];
    }

    private static IEnumerable<string[]> RowsOf(MatrixEntry entry) =>
        entry.Summary.Arms.Select(arm =>
        {
            PairedSummary? pair = entry.Summary.Paired.FirstOrDefault(pair => pair.B == arm.Norm);
            string[] own = [entry.Data, entry.Model, $"{entry.BatchSize}", arm.Norm, TableCell.FromSpread(arm.Accuracy, 2).Text];
            return (string[])
                [
                    .. own,
                    .. pair is null
                        ? ["", "", ""]
                        : (string[])[Numbers.Signed(pair.DeltaMean, 2), TableCell.FromInterval(pair.Ci95, 2).Text, pair.Verdict],
                ];
        });

    private static void WriteTable(Markup page, IReadOnlyList<MatrixEntry> entries) => HtmlTable.Write(
        page, "matrix", "numbers", "Final epoch, mean ± standard deviation over seeds; each row's comparison has a report of its own",
        Rows([])[0].Append("report").Select(title => (TableCell)title),
        entries.SelectMany(entry => RowsOf(entry).Select(row => row.Select(text => (TableCell)text).Append(Link(entry)))));

    private static TableCell Link(MatrixEntry entry) =>
        new("", Content: page => page.TextElement("a", "open", ("href", Relative(entry.Link))));

    // A link with a scheme could run a script or load another page.
    private static string Relative(string link)
    {
        int first = link.AsSpan().IndexOfAny(':', '/');
        return (first >= 0 && link[first] == ':') || link.StartsWith("//", StringComparison.Ordinal)
            ? throw new ArgumentException($"Expected a link relative to the page, got '{link}'.", nameof(link))
            : link;
    }

    private static void WriteChart(Markup page, MatrixEntry[] entries)
    {
        if (entries.Select(entry => entry.BatchSize).Distinct().Count() < 2)
            return;
        string[] arms = [.. entries[0].Summary.Arms.Select(arm => arm.Norm)];
        using Markup.Scope figure = page.Element("figure", ("class", "charts"));
        Legend.Write(page, arms);
        using (page.Element("div", ("class", "panels")))
            BatchSizes(entries, arms).WritePanel(page);
        page.TextElement("figcaption", "Thin lines: one seed each; bold: mean; bands: one standard deviation.");
    }

    // Batch sizes are chosen by doubling, so the axis counts doublings.
    private static CurveChart BatchSizes(MatrixEntry[] entries, string[] arms) =>
        new()
        {
            Title = $"Test accuracy, %: {entries[0].Model} on {entries[0].Data}",
            Description =
                $"Accuracy at the final epoch against batch size, {string.Join(", ", entries.Select(entry => entry.BatchSize))} samples.",
            XLabel = "batch size, as a power of 2",
            Groups = [.. arms.Select((arm, index) => new CurveGroup(arm, Seeds(entries, index)))],
        };

    private static IReadOnlyList<(string, IReadOnlyList<Point>)> Seeds(MatrixEntry[] entries, int arm) =>
        [
            .. Enumerable
                .Range(0, entries.Min(entry => entry.Summary.Arms[arm].Accuracy.Values.Count))
                .Select(seed =>
                    (
                        $"seed {seed + 1}",
                        (IReadOnlyList<Point>)
                            [
                                .. entries.Select(entry => new Point(
                                    Math.Log2(entry.BatchSize),
                                    entry.Summary.Arms[arm].Accuracy.Values[seed])),
                            ])),
        ];
}

/// <summary>One comparison of several.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Data">Name of the data set.</param>
/// <param name="BatchSize">Samples per step.</param>
/// <param name="Summary">Its result.</param>
/// <param name="Link">Its report, relative to the page.</param>
public sealed record MatrixEntry(string Model, string Data, int BatchSize, ComparisonSummary Summary, string Link);
