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
        new SummarySection(report), new CurvesSection(report), new SeedsSection(report), new DepthSection(report), new NormsSection(report),
        new NormalizingSection(report), new ProjectionSection(report), new StabilitySection(report), .. report.Sections, new CostSection(report),
        new ConfusionSection(report), new RunsSection(report), new ReproduceSection(report),
    ];
}
