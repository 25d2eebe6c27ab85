using L2BN.Reporting.Writing;

namespace L2BN.Reporting.Charts;

/// <summary>A given picture in a frame, with an axis of numbers below and named heights at the left.</summary>
public sealed class PictureChart : Chart
{
    private const double Left = 46;
    private const double HeadingHeight = 20;

    /// <summary>The picture as a PNG file; it is stretched to the frame.</summary>
    public required ReadOnlyMemory<byte> Png { get; init; }

    /// <summary>What the right edge stands for, &gt; 0; the left edge is 0.</summary>
    public required double Right { get; init; }

    /// <summary>What the horizontal axis counts, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>Names at heights of the picture, 0 being its upper edge and 1 its lower one.</summary>
    public IReadOnlyList<(double Position, string Label)> Marks { get; init; } = [];

    /// <summary>A line above the picture; null for none.</summary>
    public string? Heading { get; init; }

    private double Top => Heading is null ? 10 : 10 + HeadingHeight;

    internal override double Height => 220 + Top;

    internal override void Draw(Markup svg)
    {
        var area = new PlotArea(Left, Top, Width - 14, Height - 36);
        if (Heading is not null)
            svg.TextElement("text", Heading, ("x", area.Left), ("y", Top - 10));
        DrawPicture(svg, area);
        area.DrawFrame(svg);
        foreach ((double position, string label) in Marks)
            DrawMark(svg, area, area.Top + (position * (area.Bottom - area.Top)), label);
        area.DrawBottom(svg, Axis.Within([0, Right], area.Left, area.Right), XLabel);
    }

    private void DrawPicture(Markup svg, PlotArea area) => svg.VoidElement(
        "image", ("x", area.Left), ("y", area.Top), ("width", area.Right - area.Left), ("height", area.Bottom - area.Top),
        ("preserveAspectRatio", "none"), ("href", $"data:image/png;base64,{Convert.ToBase64String(Png.Span)}"));

    private static void DrawMark(Markup svg, PlotArea area, double y, string label)
    {
        svg.VoidElement("path", ("class", "axis"), ("d", new PathText().Move(area.Left - 4, y).Line(area.Left, y)));
        svg.TextElement("text", label, ("class", "tick"), ("x", area.Left - 7), ("y", y + 3.8), ("text-anchor", "end"));
    }
}
