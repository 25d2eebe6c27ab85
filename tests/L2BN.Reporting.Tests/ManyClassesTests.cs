using System.Diagnostics;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using L2BN.Reporting.Charts;
using L2BN.Results;

namespace L2BN.Reporting.Tests;

/// <summary>Reports of data sets with many classes: their size and time must not grow with the square of that number.</summary>
public class ManyClassesTests
{
    [Theory]
    [InlineData(31)]
    [InlineData(1000)]
    [InlineData(1500)]
    public void A_report_has_less_than_5_MB_and_takes_seconds(int classes)
    {
        ComparisonReport report = Report(classes);
        var clock = Stopwatch.StartNew();
        string html = HtmlReport.Render(report);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.InRange(html.Length, 0, 5_000_000);
        Assert.InRange(AnalysisReport.Render(AnalysisReport.FromRun(report.Runs[0])).Length, 0, 5_000_000);
    }

    [Fact]
    public void Confusion_is_an_image_and_a_table_of_the_worst_pairs()
    {
        ComparisonReport report = Report(1000);
        IDocument page = new HtmlParser().ParseDocument(HtmlReport.Render(report));
        IElement section = page.QuerySelector("#confusion")!;
        Assert.Equal(3, section.QuerySelectorAll("image.raster").Length);
        Assert.Empty(section.QuerySelectorAll("rect.cell"));
        IElement[] rows = [.. section.QuerySelectorAll("tbody tr")];
        Assert.InRange(rows.Length, 10, 20);
        IElement[] cells = [.. rows[0].Children];
        Assert.StartsWith("class ", cells[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(4, cells.Length);
        Assert.InRange(double.Parse(cells[2].QuerySelector("data")!.GetAttribute("value")!), 0.1, 100);
    }

    [Fact]
    public void Sampled_classes_are_said()
    {
        IDocument page = new HtmlParser().ParseDocument(HtmlReport.Render(Report(1500)));
        Assert.Contains("Of the 1500 classes, evenly spread ones were measured: layers on 100, pooled features on 1000.",
            page.QuerySelector("#depth")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("30 classes, evenly spread", page.QuerySelector("#norms")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Up_to_30_classes_are_drawn_one_by_one(int classes, bool squares)
    {
        IElement section = new HtmlParser().ParseDocument(HtmlReport.Render(Report(classes))).QuerySelector("#confusion")!;
        Assert.Equal(squares, section.QuerySelectorAll("rect.cell").Length > 0);
        Assert.Equal(!squares, section.QuerySelectorAll("image, table").Length > 0);
    }

    [Fact]
    public void A_block_of_the_image_has_the_tint_of_its_largest_value()
    {
        double[][] values = [.. Enumerable.Range(0, 1300).Select(_ => new double[1300])];
        (values[1299][2], values[0][0]) = (-25, double.NaN);
        byte[] expected = new byte[434 * 434 * 4];
        new byte[] { 4, 5, 6, 128 }.CopyTo(expected, ((433 * 434) + 0) * 4);
        Assert.Equal(PngWriter.EncodeRgba(expected, 434, 434), TintImage.Encode(values, 100, (1, 2, 3), (4, 5, 6)));
    }

    private static ComparisonReport Report(int classes)
    {
        ComparisonReport report = Samples.Report(seeds: 4, epochs: 3).Analyzed();
        return report with
        {
            ClassNames = [.. Enumerable.Range(0, classes).Select(label => $"class {label} of a long name")],
            Runs =
            [
                .. report.Runs.Select(run =>
                    run with
                    {
                        Final = run.Final! with { Confusion = Confusion(classes, run) },
                        Analysis = Analysis(classes, run),
                    }),
            ],
        };
    }

    private static int[][] Confusion(int classes, RunRecord run)
    {
        Random random = new((run.Seed * 100) + run.ArmIndex);
        int[][] rows = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        for (int sample = 0; sample < 20 * classes; sample++)
            rows[sample % classes][random.Next(3) > 0 ? sample % classes : random.Next(classes)]++;
        return rows;
    }

    // 41 taps, as many as ResNet-20 has, with histograms of the classes measured.
    private static RunAnalysis Analysis(int classes, RunRecord run) =>
        run.Analysis! with
        {
            FeatureTaps = [.. Enumerable.Range(0, 41).Select(tap => Tap(classes, run, tap))],
            Projections =
            [
                .. run.Analysis.Projections.Select(projection =>
                    projection with { Classes = [.. projection.Classes.Select((_, i) => i * 7 % classes)] }),
            ],
        };

    private static FeatureTapAnalysis Tap(int classes, RunRecord run, int tap)
    {
        bool pooled = tap == 40;
        int measured = Math.Min(classes, pooled ? 1000 : 100), rows = Math.Min(measured, 100);
        Random random = new((run.Seed * 1000) + tap);
        return run.Analysis!.FeatureTaps[pooled ? ^1 : 0] with
        {
            Layer = pooled ? "features" : $"stage{tap / 2}.bn",
            Side = pooled ? "features" : tap % 2 == 0 ? "input" : "output",
            Classes = measured,
            Norms = new NormHistogram
            {
                Edges = [.. Enumerable.Range(0, 41).Select(i => 4 + (0.41 * i))],
                Counts = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 40).Select(_ => random.Next(9)).ToArray())],
                Classes = classes > 100 ? [.. Enumerable.Range(0, rows).Select(row => row * classes / rows)] : null,
            },
        };
    }
}
