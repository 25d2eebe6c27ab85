namespace L2BN.Reporting;

/// <summary>
/// Writes a comparison as one HTML file that needs nothing else: no network, no script, readable on a phone, in print, in light and dark.
/// </summary>
public static class HtmlReport
{
    // Nothing may be loaded, not even by a page that was tampered with: only the style sheet inside this file applies.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The whole page.</summary>
    public static string Render(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new Markup().Raw("<!doctype html>");
        using (page.Element("html", ("lang", "en")))
        {
            WriteHead(page, report);
            WriteBody(page, report, [.. Sections(report).Where(section => section.HasContent)]);
        }

        return page.ToString() + "\n";
    }

    private static IEnumerable<ReportSection> Sections(ComparisonReport report) =>
    [
        new SummarySection(report), new CurvesSection(report), new SeedsSection(report), new DepthSection(report), new NormsSection(report),
        new ProjectionSection(report), new StabilitySection(report), .. report.Sections, new CostSection(report),
        new ConfusionSection(report), new RunsSection(report), new ReproduceSection(report),
    ];

    private static void WriteHead(Markup page, ComparisonReport report)
    {
        using var head = page.Element("head");
        page.Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.Empty("meta", ("name", "generator"), ("content", Writer(report)));
        page.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        page.Empty("link", ("rel", "icon"), ("href", "data:,"));
        page.Leaf("title", $"{string.Join(" vs ", report.Arms)}: {report.Summary.Model} on {report.Summary.Data}");
        using var style = page.Element("style");
        page.Raw(Assets.ReportStyle);
    }

    private static void WriteBody(Markup page, ComparisonReport report, IReadOnlyList<ReportSection> sections)
    {
        using var body = page.Element("body");
        page.Leaf("a", "Skip to the result", ("class", "skip"), ("href", "#content"));
        string main = page.NewId("content");
        string[] ids = [.. sections.Select(section => page.NewId(section.Id))];
        VerdictSection.Write(page, report);
        WriteContents(page, sections, ids);
        using (page.Element("main", ("id", main)))
        {
            for (int i = 0; i < sections.Count; i++) WriteSection(page, sections[i], ids[i]);
        }

        WriteFooter(page, report);
    }

    private static void WriteContents(Markup page, IReadOnlyList<ReportSection> sections, string[] ids)
    {
        if (sections.Count < 3) return;
        using var nav = page.Element("nav", ("aria-label", "Sections"));
        using var list = page.Element("ul");
        for (int i = 0; i < sections.Count; i++)
        {
            using var item = page.Element("li");
            page.Leaf("a", sections[i].Title, ("href", $"#{ids[i]}"));
        }
    }

    private static void WriteSection(Markup page, ReportSection section, string id)
    {
        string heading = page.NewId($"{id}-heading");
        using var element = page.Element("section", ("id", id), ("aria-labelledby", heading));
        page.Leaf("h2", section.Title, ("id", heading));
        section.Write(page);
    }

    private static void WriteFooter(Markup page, ComparisonReport report)
    {
        using var footer = page.Element("footer");
        page.Leaf("p", $"Written by {Writer(report)}. Accuracies are those of the final epoch, never the best one.");
    }

    // The full commit is listed with the environment.
    private static string Writer(ComparisonReport report) => $"l2bn {report.Environment?.Version.Split('+')[0]}".TrimEnd();
}
