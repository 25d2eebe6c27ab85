using System.Reflection;
using L2BN.Reporting.Sections;
using L2BN.Reporting.Writing;

namespace L2BN.Reporting;

/// <summary>The skeleton of every report: head with policy and style, contents, sections one below the other, foot.</summary>
internal static class ReportPage
{
    // Nothing may be loaded, not even by a page that was tampered with: only the style sheet inside this file applies.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>The whole page.</summary>
    /// <param name="title">Title of the window.</param>
    /// <param name="writer">Name and version of the program that writes it.</param>
    /// <param name="header">Writes the first screen; it has the only heading of the first level.</param>
    /// <param name="sections">What follows; those without content are left out.</param>
    /// <param name="footnote">A sentence for the foot; empty for none.</param>
    public static string Render(string title, string writer, Action<Markup> header, IEnumerable<ReportSection> sections, string footnote)
    {
        Markup page = new Markup().Raw("<!doctype html>");
        using (page.Element("html", ("lang", "en")))
        {
            WriteHead(page, title, writer);
            WriteBody(page, header, [.. sections.Where(section => section.HasContent)], $"Written by {writer}. {footnote}".TrimEnd());
        }

        return page.ToString() + "\n";
    }

    internal static void WriteHead(Markup page, string title, string writer)
    {
        using Markup.Scope head = page.Element("head");
        page.VoidElement("meta", ("charset", "utf-8"));
        page.VoidElement("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.VoidElement("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.VoidElement("meta", ("name", "generator"), ("content", writer));
        page.VoidElement("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        page.VoidElement("link", ("rel", "icon"), ("href", "data:,"));
        page.TextElement("title", title);
        using Markup.Scope style = page.Element("style");
        page.Raw(Assets.ReportStyle);
    }

    private static void WriteBody(Markup page, Action<Markup> header, IReadOnlyList<ReportSection> sections, string foot)
    {
        using Markup.Scope body = page.Element("body");
        page.TextElement("a", "Skip to the result", ("class", "skip"), ("href", "#content"));
        string main = page.NewId("content");
        string[] ids = [.. sections.Select(section => page.NewId(section.Id))];
        header(page);
        WriteContents(page, sections, ids);
        using (page.Element("main", ("id", main)))
        {
            for (int i = 0; i < sections.Count; i++)
                WriteSection(page, sections[i], ids[i]);
        }

        using Markup.Scope footer = page.Element("footer");
        page.TextElement("p", foot);
    }

    private static void WriteContents(Markup page, IReadOnlyList<ReportSection> sections, string[] ids)
    {
        if (sections.Count < 3)
            return;
        using Markup.Scope nav = page.Element("nav", ("aria-label", "Sections"));
        using Markup.Scope list = page.Element("ul");
        for (int i = 0; i < sections.Count; i++)
        {
            using Markup.Scope item = page.Element("li");
            page.TextElement("a", sections[i].Title, ("href", $"#{ids[i]}"));
        }
    }

    private static void WriteSection(Markup page, ReportSection section, string id)
    {
        string heading = page.NewId($"{id}-heading");
        using Markup.Scope element = page.Element("section", ("id", id), ("aria-labelledby", heading));
        page.TextElement("h2", section.Title, ("id", heading));
        section.Write(page);
    }
}

/// <summary>The style sheets, embedded as resources.</summary>
internal static class Assets
{
    /// <summary>Colors and marks of charts: in every page and in every SVG file.</summary>
    public static string ChartStyle { get; } = Read("chart.css");

    /// <summary>The page, charts included.</summary>
    public static string ReportStyle { get; } = Read("report.css") + ChartStyle;

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"L2BN.Reporting.Assets.{name}")!;
        return new StreamReader(stream).ReadToEnd();
    }
}
