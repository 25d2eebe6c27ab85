using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>A picture with a name and a description in words, drawn as SVG.</summary>
public abstract class Chart
{
    /// <summary>What is shown, with its unit: <c>Test accuracy, %</c>.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader who does not see the picture needs to know.</summary>
    public required string Description { get; init; }

    /// <summary>What its file is called after; null takes <see cref="Title"/>.</summary>
    public string? FileName { get; init; }

    /// <summary>Width in user units; text is 11 units high, so charts are about 360 wide and scale little.</summary>
    internal virtual double Width => 360;

    /// <summary>Height in user units.</summary>
    internal virtual double Height => 230;

    /// <summary>The picture as a file of its own, with its colors.</summary>
    public string ToSvgFile()
    {
        var svg = new Markup();
        WriteSvg(svg, ("xmlns", "http://www.w3.org/2000/svg"), standalone: true);
        return svg.ToString() + "\n";
    }

    /// <summary>Draws into an open <c>svg</c> element.</summary>
    internal abstract void Draw(Markup svg);

    /// <summary>Title above, picture below.</summary>
    internal void WritePanel(Markup page)
    {
        using Markup.Scope panel = page.Element("div", ("class", "panel"));
        page.TextElement("h3", Title);
        WriteSvg(page, default, standalone: false);
    }

    private void WriteSvg(Markup page, (string Name, object? Value) attribute, bool standalone)
    {
        string title = page.NewId("chart-title"), description = page.NewId("chart-desc");
        using Markup.Scope svg = page.Element(
            "svg",
            standalone ? attribute : ("class", "chart"),
            ("viewBox", $"0 0 {Numbers.Coordinate(Width)} {Numbers.Coordinate(Height)}"),
            ("role", "img"),
            ("aria-labelledby", $"{title} {description}"));
        page.TextElement("title", Title, ("id", title)).TextElement("desc", Description, ("id", description));
        if (standalone)
            page.TextElement("style", Assets.ChartStyle);
        Draw(page);
    }
}
