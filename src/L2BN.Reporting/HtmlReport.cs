using L2BN.Reporting.Sections;
using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// Writes a comparison as one HTML file that needs nothing else: no network, no script, readable on a phone, in print, in light and dark.
/// </summary>
public static class HtmlReport
{
    /// <summary>The whole page.</summary>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ReportPage.Render(
            $"{string.Join(" vs ", report.Arms)}: {report.Summary.Model} on {report.Summary.Data}",
            Writer(report),
            page => VerdictSection.Write(page, report),
            Sections(report),
            "Accuracies are those of the final epoch, never the best one.");
    }

    // The full commit is listed with the environment.
    internal static string Writer(ComparisonReport report) => $"l2bn {report.Environment?.Version.Split('+')[0]}".TrimEnd();

    internal static IEnumerable<ReportSection> Sections(ComparisonReport report) =>
        [
            new SummarySection(report),
            new CurvesSection(report),
            new SeedsSection(report),
            new ShiftsSection(report),
            new DepthSection(report),
            new NormsSection(report),
            new NormalizingSection(report),
            new ProjectionSection(report),
            new StabilitySection(report),
            .. report.Sections,
            new CostSection(report),
            new ConfusionSection(report),
            new RunsSection(report),
            new ReproduceSection(report),
        ];
}

/// <summary>The first screen: what was compared, the verdict in a sentence with its uncertainty, and what it does not cover.</summary>
internal static class VerdictSection
{
    public static void Write(Markup page, ComparisonReport report)
    {
        using Markup.Scope header = page.Element("header", ("class", "verdict"));
        page.TextElement("p", Eyebrow(report), ("class", "eyebrow"));
        using (page.Element("h1"))
        {
            WriteSentences(page, report);
        }

        if (report.Finished < report.Runs.Count)
            page.TextElement("p", Unfinished(report), ("class", "notice"), ("role", "note"));
        foreach (string warning in report.DataWarnings)
            page.TextElement("p", warning, ("class", "notice"), ("role", "note"));
        ComparisonSummary summary = report.Summary;
        if (summary.Paired.Count > 0)
            page.TextElement("p", Typography.Bind(VerdictText.Caveat(summary)), ("class", "caveat"));
    }

    private static void WriteSentences(Markup page, ComparisonReport report)
    {
        ComparisonSummary summary = report.Summary;
        foreach (PairedSummary pair in summary.Paired)
            WriteSentence(page, pair);
        if (summary.Paired.Count > 0)
            return;
        page.Text(summary.Arms.Count == 0 ? "No arm has been run." : VerdictText.Alone(summary.Arms[0]));
    }

    private static void WriteSentence(Markup page, PairedSummary pair)
    {
        (string claim, string support) = VerdictText.Parts(pair);
        using Markup.Scope sentence = page.Element("span", ("class", "sentence"));
        page.TextElement("span", Typography.Bind(claim), ("class", "claim"))
            .TextElement("span", Typography.Bind(support), ("class", "evidence"));
        page.Text(" ");
    }

    private static string Eyebrow(ComparisonReport report)
    {
        ComparisonSummary summary = report.Summary;
        string epochs = summary.Epochs == 1 ? "1 epoch" : $"{summary.Epochs} epochs";
        return $"{summary.Model} on {summary.Data}, {epochs}";
    }

    private static string Unfinished(ComparisonReport report) =>
        $"Unfinished: {report.Finished} of {report.Runs.Count} runs are complete. The figures cover what is there.";
}
