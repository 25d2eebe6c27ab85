using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Tables;
using L2BN.Results;

namespace L2BN.Reporting.Tests;

/// <summary>
/// The table "texts from files" of docs/reliability.md: every text of a run folder against every format of a report. The texts are those of
/// an untrusted folder.
/// </summary>
public class HostileTextTests
{
    private static readonly string[] s_texts =
    [
        "\u001b]0;title\u0007\u001b[2J", "</style><script>alert(1)</script>", "\" onload='x' <b>", "=cmd|'/c calc'!A1", "@SUM(A1)",
        "cat\u202Egpj\u2066.exe", "a|b`*_[x](javascript:y)\n# heading\n- list", "1. list", "+ list", "```\nfence", "\u009b31m\0\r\n",
        "\ud83d", "javascript:alert(1)",
    ];

    public static TheoryData<string> Sources =>
        ["data", "model", "norm", "class names", "command", "environment", "layer", "warning", "plane", "traced weight"];

    [Theory, MemberData(nameof(Sources))]
    public void Html_shows_it_as_text(string source) =>
        Assert.All(
            s_texts,
            text =>
            {
                ComparisonReport report = With(source, text);
                Assert.All(
                    [HtmlReport.Render(report), AnalysisReport.Render(AnalysisReport.FromRun(report.Runs[0]))],
                    html =>
                    {
                        RequireSafeCharacters(html);
                        IDocument page = new HtmlParser().ParseDocument(html);
                        Assert.Empty(page.QuerySelectorAll("b, script, iframe, [onload]"));
                        Assert.All(
                            page.QuerySelectorAll("[href], [src]"),
                            element => Assert.Matches("^(#|data:)", element.GetAttribute("href") ?? element.GetAttribute("src")!));
                        Assert.Equal(
                            2,
                            page.QuerySelectorAll("style").Length
                                + page.QuerySelectorAll("title").Count(title => title.ParentElement!.LocalName == "head"));
                    });
            });

    [Theory, MemberData(nameof(Sources))]
    public void Svg_files_stay_well_formed_and_their_names_plain(string source) => Assert.All(s_texts, text =>
    {
        foreach (ReportPicture picture in ReportPictures.Create(With(source, text)))
        {
            string svg = picture.Chart.ToSvgFile();
            RequireSafeCharacters(svg);
            Assert.DoesNotContain(XElement.Parse(svg).Descendants(), element => element.Name.LocalName is "script" or "b");
            Assert.Matches("^[a-z0-9-]+$", picture.Name);
        }
    });

    [Theory, MemberData(nameof(Sources))]
    public void Markdown_has_no_markup_of_it(string source) => Assert.All(s_texts, text =>
    {
        ComparisonReport report = With(source, text);
        Assert.All([MarkdownReport.Render(report), FeatureTapTable.Markdown(report.Runs[0])], markdown =>
        {
            RequireSafeCharacters(markdown);
            string[] lines = [.. WithoutFence(markdown).Split('\n')];
            Assert.Single(lines, line => line.StartsWith('#'));
            Assert.DoesNotContain(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\s*([-+*=]|[0-9]+[.)]\s|```|>|<)"));
            Assert.DoesNotMatch(@"(?<!\\)[<\[`]", string.Join('\n', lines));
        });
    });

    [Theory, MemberData(nameof(Sources))]
    public void Csv_has_no_formula_of_it(string source) => Assert.All(s_texts, text =>
    {
        ComparisonReport report = With(source, text);
        Assert.All([CsvReport.Runs(report.Runs), CsvReport.Epochs(report.Runs), FeatureTapTable.Csv(report.Runs[0].Analysis!)], csv =>
        {
            RequireSafeCharacters(csv);
            Assert.DoesNotMatch("(^|,)\"?[=@+]", csv);
        });
    });

    [Theory, MemberData(nameof(Sources))]
    public void The_terminal_gets_no_character_that_acts(string source) => Assert.All(s_texts, text =>
    {
        ComparisonReport report = With(source, text);
        RequireSafeCharacters(TextTable.Render(report.Summary));
        RequireSafeCharacters(FeatureTapTable.Text(report.Runs[0]));
    });

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData("//example.org/report.html")]
    public void A_link_out_of_the_folder_is_refused(string link) => Assert.Throws<ArgumentException>(() =>
        MatrixReport.Render([new MatrixEntry("model", "data", 64, Samples.Report(seeds: 1).Summary, link)]));

    private static void RequireSafeCharacters(string text) => Assert.DoesNotContain(
        text, c => (char.IsControl(c) && c is not ('\n' or '\r')) || c is '\u202E' or '\u2066' or '\u2069' or '\u009b');

    private static string WithoutFence(string markdown)
    {
        int fence = markdown.IndexOf("\nReproduce:", StringComparison.Ordinal);
        return fence < 0 ? markdown : markdown[..fence];
    }

    private static ComparisonReport With(string source, string text)
    {
        ComparisonReport report = Samples.Report(source == "norm" ? [text, "bn"] : ["bn", "l2bn"], seeds: 2, epochs: 2).Analyzed();
        RunRecord Changed(RunRecord run) =>
            source switch
            {
                "data" => run with { Data = text },
                "model" => run with { Model = text },
                "layer" => run with
                {
                    Analysis = run.Analysis! with
                    {
                        FeatureTaps = [.. run.Analysis.FeatureTaps.Select(tap => tap with { Layer = text + tap.Layer })],
                    },
                },
                "plane" => run with
                {
                    Analysis = run.Analysis! with
                    {
                        Projections = [.. run.Analysis.Projections.Select(plane => plane with { Plane = text })],
                    },
                },
                "traced weight" => run with
                {
                    Epochs =
                    [
                        .. run.Epochs.Select(epoch =>
                            epoch with { Layers = [.. epoch.Layers!.Select(layer => layer with { Layer = text })] }),
                    ],
                },
                "warning" => run with { Request = new RunRequest { Epochs = 2, DataWarnings = [text] } },
                "class names" or "command" or "environment" or "norm" => run,
                _ => throw new ArgumentOutOfRangeException(nameof(source), source, null),
            };
        return report with
        {
            Runs = [.. report.Runs.Select(Changed)],
            Summary = report.Summary with { Data = source == "data" ? text : "data", Model = source == "model" ? text : "model" },
            ClassNames = source == "class names" ? [.. Enumerable.Repeat(text, 10)] : report.ClassNames,
            Command = source == "command" ? text : "l2bn compare",
            Environment = source != "environment" ? report.Environment : Samples.Environment with
            {
                Os = text,
                Processor = text,
                Version = text,
                Libraries = new Dictionary<string, string> { [text] = text },
            },
        };
    }
}
