using System.Text.RegularExpressions;
using System.Xml.Linq;
using L2BN.Reporting.Charts;

namespace L2BN.Reporting.Tests;

public class ReportPicturesTests
{
    private static readonly ComparisonReport s_report = Samples.Report(["bn", "l2bn", "l2bn-unit"]).Analyzed();

    [Fact]
    public void Every_chart_of_the_page_is_a_picture_and_so_are_differences_seeds_and_cost()
    {
        int onThePage = Regex.Count(HtmlReport.Render(s_report), "class=\"chart\"");
        string[] names = [.. ReportPictures.Create(s_report).Select(picture => picture.Name)];
        Assert.Equal(onThePage + 3, names.Length);
        Assert.Contains("result-difference-in-test-accuracy-to-bn-points", names);
        Assert.Contains("depth-before-norm-nc1", names);
        Assert.Contains("depth-after-norm-nc1", names);
        Assert.Contains("seeds-test-accuracy-seed-by-seed", names);
        Assert.Contains("cost-milliseconds-per-training-step", names);
    }

    [Fact]
    public void Names_are_those_of_files_and_no_two_alike()
    {
        string[] names = [.. ReportPictures.Create(s_report).Select(picture => picture.Name)];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", name));
    }

    [Fact]
    public void A_picture_says_alone_what_it_shows_and_which_arm_is_which()
    {
        Chart curve = ReportPictures.Create(s_report).Single(picture => picture.Name == "curves-test-loss").Chart;
        string[] texts =
        [
            .. XDocument
                .Parse(curve.ToSvgFile())
                .Descendants()
                .Where(element => element.Name.LocalName == "text")
                .Select(element => element.Value),
        ];
        Assert.Equal(["Test loss", "bn", "l2bn", "l2bn-unit"], texts[..4]);
    }

    [Fact]
    public void Strips_have_a_row_for_each_seed()
    {
        Chart seeds = ReportPictures
            .Create(Samples.Report(seeds: 4))
            .Single(picture => picture.Name.StartsWith("seeds-", StringComparison.Ordinal))
            .Chart;
        string svg = seeds.ToSvgFile();
        Assert.Equal(4, Regex.Count(svg, ">seed \\d<"));
        Assert.Equal(2 * 4, Regex.Count(svg, "class=\"marker a[01]\"") - 2);
    }

    [Fact]
    public void Long_titles_and_many_arms_stay_inside()
    {
        string[] arms = [.. Enumerable.Range(0, 8).Select(i => $"l2bn(eps=1e-{i}, momentum=0.1)")];
        foreach (ReportPicture picture in ReportPictures.Create(Samples.Report(arms, seeds: 2)))
        {
            XElement svg = XDocument.Parse(picture.Chart.ToSvgFile()).Root!;
            double width = double.Parse(svg.Attribute("viewBox")!.Value.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
            IEnumerable<XElement> headings = svg.Elements().Where(element => element.Attribute("class")?.Value == "heading");
            Assert.All(headings, line => Assert.True(line.Value.Length * 6.6 <= width, line.Value));
        }
    }

    [Fact]
    public void A_comparison_without_a_finished_epoch_has_none() =>
        Assert.Empty(ReportPictures.Create(s_report with { Runs = [], Summary = s_report.Summary with { Arms = [], Paired = [] } }));
}
