using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Sections;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class HtmlReportTests
{
    public static TheoryData<string> Names => [.. Inputs.Names];

    [Theory, MemberData(nameof(Names))]
    public void Markup_is_well_formed(string name)
    {
        string html = HtmlReport.Render(Inputs.Named(name));
        var errors = new List<string>();
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = true });
        parser.Error += (_, error) => errors.Add(error.ToString() ?? "");
        Assert.NotNull(parser.ParseDocument(html).Body);
        Assert.Empty(errors);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_loaded_from_outside(string name)
    {
        string html = HtmlReport.Render(Inputs.Named(name));
        IDocument page = new HtmlParser().ParseDocument(html);
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, object, embed, video, audio, base, form"));
        Assert.All(page.QuerySelectorAll("[href], [src]"), element => Assert.Matches("^(#|data:)", Link(element)));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute => Assert.DoesNotMatch("^on", attribute.Name));
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void Ids_are_unique_and_every_reference_has_its_target(string name)
    {
        IDocument page = Page(Inputs.Named(name));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Distinct(ids);
        string[] wanted =
        [
            .. page.QuerySelectorAll("[aria-labelledby]").SelectMany(element => element.GetAttribute("aria-labelledby")!.Split(' ')),
            .. page.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!.TrimStart('#')),
        ];
        Assert.Empty(wanted.Except(ids));
    }

    [Theory, MemberData(nameof(Names))]
    public void Headings_go_down_one_level_at_a_time(string name)
    {
        int[] levels = [.. Page(Inputs.Named(name)).QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0')];
        Assert.Equal(1, levels[0]);
        Assert.Single(levels, 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.First} then h{pair.Second}"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Numbers_that_do_not_exist_are_dashes(string name)
    {
        IDocument page = Page(Inputs.Named(name));
        Assert.DoesNotMatch("NaN|Infinity|∞", page.Body!.TextContent);
        IEnumerable<IAttr> attributes = page.QuerySelectorAll("svg *").SelectMany(element => element.Attributes);
        Assert.All(attributes, attribute => Assert.DoesNotMatch("NaN|Infinity|∞", attribute.Value));
    }

    [Theory, MemberData(nameof(Names))]
    public void Pictures_have_names_or_are_decoration(string name)
    {
        IEnumerable<IElement> pictures =
            Page(Inputs.Named(name)).QuerySelectorAll("svg").Where(svg => svg.ParentElement!.LocalName != "svg");
        Assert.All(pictures, svg => Assert.Equal(
            svg.QuerySelector("desc") is null ? ("true", null) : (null, "img"),
            (svg.GetAttribute("aria-hidden"), svg.GetAttribute("role"))));
    }

    [Fact]
    public void The_table_shows_the_summary()
    {
        ComparisonReport report = Samples.Report(["bn", "l2bn", "l2bn-unit"]);
        IElement table = Page(report).QuerySelector("#result table")!;
        IReadOnlyList<ArmSummary> arms = report.Summary.Arms;
        IReadOnlyList<PairedSummary> pairs = report.Summary.Paired;
        Assert.Equal(arms.Select(arm => arm.Accuracy.Mean), Values(table, "Test accuracy, %"));
        Assert.Equal(arms.Select(arm => arm.AccuracyRecalibrated.Mean), Values(table, "Recalibrated accuracy, %"));
        Assert.Equal(arms.Select(arm => arm.Loss.Mean), Values(table, "Test loss"));
        Assert.Equal(arms.Select(arm => arm.MsPerStep), Values(table, "Time per step, ms"));
        Assert.Equal(pairs.Select(pair => pair.DeltaMean), Values(table, "Difference to bn, points"));
        Assert.Equal(pairs.Select(pair => pair.PSignFlip), Values(table, "p (sign-flip)"));
    }

    [Fact]
    public void The_seeds_table_shows_every_value()
    {
        ComparisonReport report = Samples.Report();
        double[] shown = [.. Page(report).QuerySelectorAll("#seeds tbody data").Select(data => double.Parse(data.GetAttribute("value")!))];
        IReadOnlyList<ArmSummary> arms = report.Summary.Arms;
        IEnumerable<double[]> expected = arms[0].Accuracy.Values.Zip(arms[1].Accuracy.Values, (a, b) => (double[])[a, b, b - a]);
        Assert.Equal(expected.SelectMany(row => row), shown);
    }

    [Fact]
    public void Every_run_has_its_curve()
    {
        ComparisonReport report = Samples.Report();
        IElement[] panels = [.. Page(report).QuerySelectorAll("#curves .panel")];
        Assert.Equal([12, 12, 12, 12, 12, 6], panels.Select(panel => panel.QuerySelectorAll("path.thin").Length));
        Assert.Equal([2, 2, 2, 2, 2, 1], panels.Select(panel => panel.QuerySelectorAll("path.mean").Length));
    }

    [Fact]
    public void The_verdict_comes_first_and_says_what_it_does_not_cover()
    {
        IElement header = Page(Samples.Report()).QuerySelector("body > header")!;
        string verdict = header.QuerySelector("h1")!.TextContent.Replace('\u00A0', ' ');
        Assert.Contains("L2BN and BN are undecided after 6 seeds: difference +", verdict, StringComparison.Ordinal);
        Assert.Contains(VerdictText.Scope, header.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_data_warned_of_is_said_once()
    {
        ComparisonReport report = Samples.Report();
        RunRecord[] runs =
        [
            .. report.Runs.Select(run =>
                run with { Request = new RunRequest { Epochs = 1, DataWarnings = ["2 clips are <missing>."] } }),
        ];
        IElement notice = Assert.Single(Page(report with { Runs = runs }).QuerySelectorAll("body > header .notice"));
        Assert.Equal("2 clips are <missing>.", notice.TextContent);
    }

    [Fact]
    public void Unfinished_runs_are_said()
    {
        IElement note = Page(Inputs.Named("unfinished")).QuerySelector("[role=note]")!;
        Assert.StartsWith("Unfinished: 5 of 6 runs are complete.", note.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        IDocument page = Page(Inputs.Named("hostile"));
        Assert.Contains(Inputs.Hostile, page.QuerySelector("#result thead")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("b, script, [onload]"));
    }

    [Fact]
    public void The_command_is_exact()
    {
        const string Command = "l2bn compare --norms 'a<b' \"&amp;\"";
        Assert.Equal(Command, Page(Samples.Report() with { Command = Command }).QuerySelector("pre code")!.TextContent);
    }

    [Fact]
    public void Further_sections_appear_in_order_and_empty_ones_do_not()
    {
        ComparisonReport report = Samples.Report() with { Sections = [new Extra("One"), new Extra("Two", false), new Extra("Three")] };
        string[] titles = [.. Page(report).QuerySelectorAll("main h2").Select(heading => heading.TextContent)];
        string[] before = ["Result", "Learning curves", "Seed by seed"];
        Assert.Equal([.. before, "One", "Three", "Time per step and memory", "Confusion", "All runs", "Reproduce"], titles);
    }

    [Fact]
    public void Ready_made_charts_make_a_section()
    {
        var chart = new HeatMap { Title = "A map", Description = "d", Values = [[1]], Names = ["x"] };
        var more = new ChartSection("More", "curves", "What is drawn.", [chart], ["bn", "l2bn"]);
        IElement section = Page(Samples.Report() with { Sections = [more] }).QuerySelector("#curves-2")!;
        Assert.Equal(["More", "A map"], section.QuerySelectorAll("h2, h3").Select(heading => heading.TextContent));
        Assert.Equal("What is drawn.", section.QuerySelector("figcaption")!.TextContent);
        Assert.Equal(2, section.QuerySelectorAll(".legend li").Length);
    }

    [Fact]
    public void The_same_input_gives_the_same_page() =>
        Assert.Equal(HtmlReport.Render(Samples.Report()), HtmlReport.Render(Samples.Report()));

    private static string Link(IElement element) => element.GetAttribute("href") ?? element.GetAttribute("src")!;

    private static IDocument Page(ComparisonReport report) => new HtmlParser().ParseDocument(HtmlReport.Render(report));

    private static IEnumerable<double?> Values(IElement table, string label)
    {
        IElement row = table.QuerySelectorAll("tbody tr").Single(row => row.QuerySelector("th")!.TextContent == label);
        return row.QuerySelectorAll("data").Select(data => (double?)double.Parse(data.GetAttribute("value")!));
    }

    private sealed class Extra(string title, bool hasContent = true) : ReportSection
    {
        public override string Title => title;

        public override string Id => "extra";

        public override bool HasContent => hasContent;

        public override void Write(Markup page) => page.TextElement("p", "text");
    }
}
