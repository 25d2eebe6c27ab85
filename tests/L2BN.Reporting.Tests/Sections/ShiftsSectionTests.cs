using L2BN.Results;

namespace L2BN.Reporting.Tests.Sections;

public class ShiftsSectionTests
{
    [Theory]
    [InlineData("bn,l2bn")]
    [InlineData("bn,l2bn,l2bn-unit")]
    public void A_table_that_fits_a_terminal_a_sentence_per_pair_and_a_chart_per_shift(string arms)
    {
        ComparisonReport report = WithShifts(Samples.Report(arms.Split(',')));
        string text = TextTable.Render(report.Summary);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Contains("brightness", text, StringComparison.Ordinal);
        string sentence = text[text.IndexOf("Shifted test samples (500", StringComparison.Ordinal)..].ReplaceLineEndings(" ");
        Assert.Contains("better under scale (+60.0); worse under brightness (-3.0)", sentence, StringComparison.Ordinal);
        string html = HtmlReport.Render(report);
        Assert.Contains("Accuracy under scale, %", html, StringComparison.Ordinal);
        Assert.Contains("Accuracy under brightness, %", html, StringComparison.Ordinal);
        Assert.Contains(ReportPictures.Create(report), picture => picture.Name.StartsWith("shifts-", StringComparison.Ordinal));
        Assert.Contains("| brightness |", MarkdownReport.Render(report), StringComparison.Ordinal);
        Assert.EndsWith("% of training", Reporting.Sections.AnalysisCost.ShiftText(report.Runs), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_shifts_there_is_no_section() =>
        Assert.DoesNotContain("Shifted test samples", HtmlReport.Render(Samples.Report()), StringComparison.Ordinal);

    private static ComparisonReport WithShifts(ComparisonReport report)
    {
        string[] names = ["scale", "brightness"];
        RunShifts shifts = new()
        {
            Samples = 500,
            Seconds = 2,
            Shifts = [.. names.Select(name => new ShiftRecord { Name = name, Severities = [1, 5], Accuracy = [80, 20], Loss = [1, null] })],
        };
        ShiftSummary arm = new()
        {
            Severities = [1, 5],
            Accuracy = Spread.FromValues([50, 52]),
            Loss = Spread.FromValues([1, 2]),
            AccuracyBySeverity = [80, 20],
        };
        return report with
        {
            Runs = [.. report.Runs.Select(run => run with { Shifts = shifts })],
            Summary = report.Summary with
            {
                ShiftSamples = 500,
                Arms = [.. report.Summary.Arms.Select(own => own with { Shifts = names.ToDictionary(name => name, _ => arm) })],
                Paired = [.. report.Summary.Paired.Select(pair => pair with
                {
                    Shifts = new Dictionary<string, PairedShift>
                    {
                        ["scale"] = new() { DeltaMean = 60, Ci95 = [58, 62], P = 0.031, Verdict = "better" },
                        ["brightness"] = new() { DeltaMean = -3, Ci95 = [-4, -2], P = 0.031, Verdict = "worse" },
                    },
                })],
            },
        };
    }
}
