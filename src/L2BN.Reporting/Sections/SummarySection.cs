using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The table of all arms, and beside it every paired difference with its interval.</summary>
internal sealed class SummarySection(ComparisonReport report) : ReportSection
{
    public override string Title => "Result";

    public override string Id => "result";

    public override bool HasContent => report.Summary.Arms.Count > 0;

    public override void Write(Markup page)
    {
        using var columns = page.Element("div", ("class", "beside"));
        WriteTable(page, ComparisonTable.Of(report.Summary));
        if (report.Summary.Paired.Any(pair => pair.DeltaMean is double mean && double.IsFinite(mean))) DifferenceFigure.Write(page, report);
    }

    private static void WriteTable(Markup page, ComparisonTable table)
    {
        string caption = page.NewId("result-caption");
        using var scroll = page.Element("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0"));
        using var element = page.Element("table", ("class", "numbers"));
        page.TextElement("caption", "Final epoch, mean ± standard deviation over seeds", ("id", caption));
        WriteHead(page, table.Arms);
        using var body = page.Element("tbody");
        foreach (TableRow row in table.Rows) WriteRow(page, row);
    }

    private static void WriteHead(Markup page, IReadOnlyList<string> arms)
    {
        using var head = page.Element("thead");
        using var row = page.Element("tr");
        page.TextElement("th", "Measure", ("scope", "col"));
        for (int arm = 0; arm < arms.Count; arm++)
        {
            using var cell = page.Element("th", ("scope", "col"));
            Legend.WriteKey(page, arm);
            page.TextElement("span", arms[arm]);
        }
    }

    private static void WriteRow(Markup page, TableRow row)
    {
        using var element = page.Element("tr");
        page.TextElement("th", row.Label, ("scope", "row"));
        foreach (TableCell cell in row.Cells) WriteCell(page, cell);
    }

    private static void WriteCell(Markup page, TableCell cell)
    {
        using var element = page.Element("td");
        if (Numbers.Exact(cell.Value) is string exact) page.TextElement("data", cell.Main, ("value", exact));
        else page.Text(cell.Main);
        if (cell.Detail is string detail) page.Text(" ").TextElement("span", detail, ("class", "detail"));
    }
}
