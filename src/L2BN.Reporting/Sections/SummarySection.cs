using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Sections;

/// <summary>The table of all arms, and beside it every paired difference with its interval.</summary>
internal sealed class SummarySection(ComparisonReport report) : ReportSection
{
    public override string Title => "Result";

    public override string Id => "result";

    public override bool HasContent => report.Summary.Arms.Count > 0;

    public override void Write(Markup page)
    {
        using Markup.Scope columns = page.Element("div", ("class", "beside"));
        var table = ComparisonTable.FromSummary(report.Summary);
        HtmlTable.Write(
            page, "result", "numbers", "Final epoch, mean ± standard deviation over seeds",
            ["Measure", .. table.Arms.Select((name, arm) => new TableCell(name, Content: head => WriteArm(head, arm, name)))],
            table.Rows.Select(row => row.Cells.Prepend(row.Label)));
        if (report.Summary.Paired.Any(pair => pair.DeltaMean is double mean && double.IsFinite(mean)))
            DifferenceFigure.Write(page, report);
    }

    private static void WriteArm(Markup page, int arm, string name)
    {
        Legend.WriteKey(page, arm);
        page.TextElement("span", name);
    }
}

/// <summary>
/// Every pair on a common axis: the differences seed by seed, their mean with its interval, and what is too small to decide.
/// </summary>
internal static class DifferenceFigure
{
    private const double RowHeight = 46;

    public static void Write(Markup page, ComparisonReport report)
    {
        PairedSummary[] pairs = [.. report.Summary.Paired];
        double[][] differences = [.. pairs.Select(pair => Differences(report, pair))];
        Strip strip = new(pairs.SelectMany((pair, i) => Extent(pair, differences[i])).Append(0), 5);
        using Markup.Scope figure = page.Element("figure", ("class", "differences"));
        StripChart picture = CreateChart(report, strip, pairs, differences);
        page.AddPicture(picture, report.Arms);
        page.TextElement("h3", picture.Title);
        for (int i = 0; i < pairs.Length; i++)
            WritePair(page, strip, pairs[i], report.IndexOf(pairs[i].B), differences[i]);
        WriteAxis(page, strip);
        page.TextElement("figcaption", Caption(pairs));
    }

    // B − A, pair by pair.
    private static double[] Differences(ComparisonReport report, PairedSummary pair)
    {
        (int a, int b) = (report.IndexOf(pair.A), report.IndexOf(pair.B));
        return [.. RunPairs.Rows(report).Select(row => row[b]?.Final?.Accuracy - row[a]?.Final?.Accuracy).OfType<double>()];
    }

    private static void WritePair(Markup page, Strip strip, PairedSummary pair, int arm, double[] differences)
    {
        using (page.Element("p", ("class", "strip-label")))
        {
            page.TextElement("strong", pair.B).Text($" {Numbers.Signed(pair.DeltaMean, 2)}  [{Numbers.Interval(pair.Ci95, 2)}]");
        }

        using Markup.Scope svg = Strip.Open(page, RowHeight);
        Draw(page, strip, pair, arm, differences);
    }

    private static StripChart CreateChart(ComparisonReport report, Strip strip, PairedSummary[] pairs, double[][] differences) => new()
    {
        Title = $"Difference in test accuracy to {report.Summary.Arms[0].Norm}, points",
        Description = Caption(pairs),
        Strip = strip,
        Rows = [.. pairs.Select((pair, i) => new StripRow(
            pair.B, RowHeight, svg => Draw(svg, strip, pair, report.IndexOf(pair.B), differences[i])))],
    };

    private static void Draw(Markup page, Strip strip, PairedSummary pair, int arm, double[] differences)
    {
        if (pair.SmallestDetectable is double smallest && double.IsFinite(smallest))
            WriteUndecidable(page, strip, smallest);
        strip.Grid(page);
        page.VoidElement("line", ("class", "zero"), ("x1", strip.At(0)), ("x2", strip.At(0)), ("y1", "0"), ("y2", "100%"));
        for (int i = 0; i < differences.Length; i++)
            strip.Marker(page, "seed", arm, differences[i], 14, $"pair {i + 1}: {Numbers.Signed(differences[i], 2)}");
        WriteMean(page, strip, pair, arm);
    }

    private static void WriteMean(Markup page, Strip strip, PairedSummary pair, int arm)
    {
        if (pair.Ci95 is [double low, double high])
            strip.Bar(page, ArmStyle.Class(arm, "interval"), low, high, 32);
        if (pair.DeltaMean is double mean)
            strip.Marker(page, "marker big", arm, mean, 32, $"mean: {Numbers.Signed(mean, 2)}");
    }

    private static void WriteUndecidable(Markup page, Strip strip, double smallest)
    {
        string width = strip.Width(-smallest, smallest);
        page.VoidElement("rect", ("class", "undecidable"), ("x", strip.At(-smallest)), ("width", width), ("y", "0"), ("height", "100%"));
    }

    private static void WriteAxis(Markup page, Strip strip)
    {
        using Markup.Scope svg = Strip.Open(page, 20);
        strip.Labels(page, 14);
    }

    private static IEnumerable<double> Extent(PairedSummary pair, double[] differences) =>
        [.. differences, .. pair.Ci95 ?? [], pair.SmallestDetectable ?? 0, -(pair.SmallestDetectable ?? 0)];

    private static string Caption(PairedSummary[] pairs)
    {
        string shaded = pairs.Any(pair => pair.SmallestDetectable is not null)
            ? " Shaded: true differences that this many seeds would miss more than once in five times."
            : "";
        return "Small marks: one pair of runs each. Large mark and bar: mean and 95 % interval." + shaded;
    }
}
