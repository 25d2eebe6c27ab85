using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>Makes the paints of a style.</summary>
internal static class Pens
{
    /// <summary>The paint of an outline; null where there is none.</summary>
    public static SKPaint? Stroke(Style style)
    {
        if (style.Colour("stroke", "none") is not SKColor colour) return null;
        return new SKPaint
        {
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            Color = colour,
            StrokeWidth = style.Number("stroke-width", 1),
            StrokeCap = style.Text("stroke-linecap") == "round" ? SKStrokeCap.Round : SKStrokeCap.Butt,
            StrokeJoin = style.Text("stroke-linejoin") == "round" ? SKStrokeJoin.Round : SKStrokeJoin.Miter,
            PathEffect = Dashes(style.Text("stroke-dasharray")),
        };
    }

    /// <summary>The paint of an area; null where there is none.</summary>
    public static SKPaint? Fill(Style style) =>
        style.Colour("fill", "#000") is SKColor colour ? new SKPaint { IsAntialias = true, Style = SKPaintStyle.Fill, Color = colour } : null;

    private static SKPathEffect? Dashes(string? text) =>
        text is null ? null : SKPathEffect.CreateDash([.. text.Split(' ').Select(length => (float)Lengths.Number(length))], 0);
}
