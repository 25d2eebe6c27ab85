using System.Text.RegularExpressions;

namespace L2BN.Reporting;

/// <summary>Takes the pictures out of a report, so that each can be a file: for slides, papers and pages of others.</summary>
public static partial class ReportPictures
{
    private const int LongestName = 80;

    /// <summary>Every picture of <see cref="HtmlReport"/>, in its order.</summary>
    public static IReadOnlyList<ReportPicture> Create(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Create(HtmlReport.Sections(report));
    }

    /// <summary>Every picture of <see cref="AnalysisReport"/>, in its order.</summary>
    public static IReadOnlyList<ReportPicture> CreateForAnalysis(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Create(AnalysisReport.Sections(report));
    }

    private static IReadOnlyList<ReportPicture> Create(IEnumerable<ReportSection> sections)
    {
        var names = new Markup();
        return [.. sections.Where(section => section.HasContent).SelectMany(section => Create(section, names))];
    }

    // The page that is written here is thrown away: what a section draws is what it listed on it.
    private static IEnumerable<ReportPicture> Create(ReportSection section, Markup names)
    {
        var page = new Markup();
        section.Write(page);
        return page.Pictures.Select(picture => new ReportPicture(names.NewId(Name(section.Id, picture.Chart.FileName ?? picture.Chart.Title)), Framed(picture)));
    }

    private static FramedChart Framed((Chart Chart, IReadOnlyList<string> Arms) picture) =>
        new(picture.Chart, picture.Arms) { Title = picture.Chart.Title, Description = picture.Chart.Description };

    private static string Name(string section, string title)
    {
        string name = Refused().Replace($"{section} {title}".ToLowerInvariant(), "-").Trim('-');
        return name.Length <= LongestName ? name : name[..LongestName].TrimEnd('-');
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Refused();
}
