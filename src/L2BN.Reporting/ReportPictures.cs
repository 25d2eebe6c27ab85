using System.Text.RegularExpressions;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Sections;
using L2BN.Reporting.Writing;

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

    // The page that is written here is discarded: a section lists on it the charts that it draws.
    private static IEnumerable<ReportPicture> Create(ReportSection section, Markup names)
    {
        var page = new Markup();
        section.Write(page);
        return page.Pictures.Select(picture => new ReportPicture(
            names.NewId(Name(section.Id, picture.Chart.FileName ?? picture.Chart.Title)),
            Framed(picture)));
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

/// <summary>A picture of a report as a file of its own.</summary>
/// <param name="Name">File name without extension: lower case, digits and hyphens, unique in its report.</param>
/// <param name="Chart">The picture, with title and names of the arms.</param>
public sealed record ReportPicture(string Name, Chart Chart);

/// <summary>A chart that stands alone: its title and the names of its arms are in the picture, where a page has them around it.</summary>
internal sealed class FramedChart(Chart chart, IReadOnlyList<string> arms) : Chart
{
    private const double LineHeight = 16;
    private const double KeyHeight = 18;
    private const double KeyWidth = 30;
    private const double LetterWidth = 6.6;
    private const double Margin = 4;

    internal override double Width => chart.Width + 2 * Margin;

    internal override double Height => Top(Keys()) + chart.Height + Margin;

    internal override void Draw(Markup svg)
    {
        string[] title = TitleLines();
        for (int i = 0; i < title.Length; i++)
            svg.TextElement("text", title[i], ("class", "heading"), ("x", Margin), ("y", (i + 1) * LineHeight - 2));
        Point[] keys = Keys();
        for (int arm = 0; arm < keys.Length; arm++)
            DrawKey(svg, arm, keys[arm]);
        using Markup.Scope body =
            svg.Element("g", ("transform", $"translate({Numbers.Coordinate(Margin)} {Numbers.Coordinate(Top(keys))})"));
        chart.Draw(svg);
    }

    private double TitleHeight => TitleLines().Length * LineHeight + 8;

    private double Top(Point[] keys) => keys.Length == 0 ? TitleHeight : keys[^1].Y + KeyHeight;

    private string[] TitleLines()
    {
        var lines = new List<string> { "" };
        foreach (string word in Title.Split(' '))
        {
            bool fits = lines[^1].Length == 0 || (lines[^1].Length + 1 + word.Length) * LetterWidth <= chart.Width;
            if (fits)
                lines[^1] = $"{lines[^1]} {word}".TrimStart();
            else
                lines.Add(word);
        }

        return [.. lines];
    }

    // Left to right, and on a new line where the picture ends. One arm needs no key.
    private Point[] Keys()
    {
        if (arms.Count < 2)
            return [];
        (double x, double y) = (Margin, TitleHeight);
        List<Point> positions = [];
        foreach (double width in arms.Select(arm => KeyWidth + 22 + arm.Length * LetterWidth))
        {
            if (x > Margin && x + width > Width)
                (x, y) = (Margin, y + KeyHeight);
            positions.Add(new Point(x, y));
            x += width;
        }

        return [.. positions];
    }

    private void DrawKey(Markup svg, int arm, Point at)
    {
        using Markup.Scope key = svg.Element("g", ("transform", $"translate({Numbers.Coordinate(at.X)} {Numbers.Coordinate(at.Y)})"));
        Legend.DrawKey(svg, arm);
        svg.TextElement("text", arms[arm], ("x", KeyWidth + 6), ("y", 10));
    }
}
