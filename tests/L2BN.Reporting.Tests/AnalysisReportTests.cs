using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using L2BN.Reporting.Tables;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class AnalysisReportTests
{
    [Fact]
    public void It_has_the_sections_of_a_comparison_that_make_sense_for_one_network()
    {
        IDocument page = Page(Analyzed("bn"));
        string[] titles = [.. page.QuerySelectorAll("main h2").Select(heading => heading.TextContent)];
        Assert.Equal(
            [
                "Discriminability by depth", "What would l2 normalization change in BN?", "Sample norms by class",
                "Features on a plane", "Confusion", "All metrics", "Reproduce",
            ],
            titles);
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.DoesNotContain("one run each", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, base, form"));
    }

    [Fact]
    public void The_headline_has_the_figures_of_the_pooled_features()
    {
        RunRecord run = Analyzed("l2bn");
        FeatureTapAnalysis features = run.Analysis!.FeatureTaps[^1];
        string headline = AnalysisReport.Headline(run);
        Assert.Contains($"{Numbers.Fixed(100 * features.Metrics["nearest_mean_accuracy"], 1)} %", headline, StringComparison.Ordinal);
        Assert.StartsWith("L2BN reaches", headline, StringComparison.Ordinal);
        Assert.Contains(
            "What does l2 normalization change in L2BN?",
            AnalysisReport.Render(AnalysisReport.FromRun(run)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_metric_of_every_tap_is_listed_exactly()
    {
        RunRecord run = Analyzed("bn");
        IElement[] rows = [.. Page(run).QuerySelectorAll("#places tbody tr")];
        Assert.Equal(run.Analysis!.FeatureTaps.Count, rows.Length);
        Assert.Equal(
            run.Analysis.FeatureTaps.SelectMany(tap => tap.Metrics.Values),
            rows.SelectMany(row => row.QuerySelectorAll("data")).Select(data => (double?)double.Parse(data.GetAttribute("value")!)));
        string[] csv = FeatureTapTable.Csv(run.Analysis).Split("\r\n");
        Assert.Equal(run.Analysis.FeatureTaps.Count + 2, csv.Length);
        Assert.All(csv[1..^1], line => Assert.Equal(csv[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Fact]
    public void A_network_without_taps_or_with_numbers_that_do_not_exist_is_said_in_words()
    {
        RunRecord run = Analyzed("bn");
        Assert.Contains("No layer was found", AnalysisReport.Headline(run with { Analysis = new RunAnalysis() }), StringComparison.Ordinal);
        var lost = new FeatureTapAnalysis
        {
            Layer = "features",
            Side = "features",
            Metrics = new Dictionary<string, double?> { ["norm_cv"] = null },
        };
        RunRecord diverged = run with
        {
            Final = null,
            Analysis = new RunAnalysis { FeatureTaps = [lost] },
        };
        Assert.Contains("nothing could be measured", AnalysisReport.Headline(diverged), StringComparison.Ordinal);
        Assert.DoesNotMatch("NaN|Infinity", Page(diverged).Body!.TextContent);
        Assert.DoesNotContain("->", FeatureTapTable.Text(diverged), StringComparison.Ordinal);
    }

    [Fact]
    public void The_terminal_gets_no_signs_that_its_font_may_lack()
    {
        string text = FeatureTapTable.Text(Analyzed("bn"));
        Assert.All(text, c => Assert.True(char.IsAscii(c), $"'{c}'"));
        Assert.Contains("norm share", text, StringComparison.Ordinal);
    }

    private static IDocument Page(RunRecord run) => new HtmlParser().ParseDocument(AnalysisReport.Render(AnalysisReport.FromRun(run)));

    private static RunRecord Analyzed(string norm)
    {
        RunRecord run = Samples.Report([norm], seeds: 1, epochs: 1).Analyzed().Runs[0];
        FeatureTapAnalysis[] taps =
        [
            .. run.Analysis!.FeatureTaps.Select(tap => tap.Side == "output" ? tap : tap with { UnitMetrics = tap.Metrics }),
        ];
        return run with { Analysis = run.Analysis with { FeatureTaps = taps } };
    }
}
