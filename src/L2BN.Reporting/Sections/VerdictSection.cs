using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The first screen: what was compared, the verdict in a sentence with its uncertainty, and what it does not cover.</summary>
internal static class VerdictSection
{
    public static void Write(Markup page, ComparisonReport report)
    {
        using var header = page.Element("header", ("class", "verdict"));
        page.TextElement("p", Eyebrow(report), ("class", "eyebrow"));
        using (page.Element("h1"))
        {
            WriteSentences(page, report);
        }

        if (report.Finished < report.Planned) page.TextElement("p", Unfinished(report), ("class", "notice"), ("role", "note"));
        foreach (string warning in report.DataWarnings) page.TextElement("p", warning, ("class", "notice"), ("role", "note"));
        ComparisonSummary summary = report.Summary;
        if (summary.Paired.Count > 0) page.TextElement("p", Typography.Bind(VerdictText.Caveat(summary.Paired, summary.Folds)), ("class", "caveat"));
    }

    private static void WriteSentences(Markup page, ComparisonReport report)
    {
        ComparisonSummary summary = report.Summary;
        foreach (PairedSummary pair in summary.Paired) WriteSentence(page, pair);
        if (summary.Paired.Count > 0) return;
        page.Text(summary.Arms.Count == 0 ? "No arm has been run." : VerdictText.Alone(summary.Arms[0]));
    }

    private static void WriteSentence(Markup page, PairedSummary pair)
    {
        (string claim, string support) = VerdictText.Parts(pair);
        using var sentence = page.Element("span", ("class", "sentence"));
        page.TextElement("span", Typography.Bind(claim), ("class", "claim")).TextElement("span", Typography.Bind(support), ("class", "evidence"));
        page.Text(" ");
    }

    private static string Eyebrow(ComparisonReport report)
    {
        ComparisonSummary summary = report.Summary;
        string epochs = summary.Epochs == 1 ? "1 epoch" : $"{summary.Epochs} epochs";
        return $"{summary.Model} on {summary.Data}, {epochs}";
    }

    private static string Unfinished(ComparisonReport report) =>
        $"Unfinished: {report.Finished} of {report.Planned} runs are complete. The figures cover what is there.";
}
