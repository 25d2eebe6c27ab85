using System.Reflection;
using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>Draws the SVG that charts are made of; an unknown element is refused, not left out.</summary>
internal sealed class Painter(SKCanvas canvas, StyleSheet sheet)
{
    /// <summary>Draws a whole picture.</summary>
    public void Paint(XElement svg, double width, double height) => PaintChildren(svg, Style.Initial.Inherit(svg, sheet), width, height);

    private void Paint(XElement element, Style parent, double width, double height)
    {
        string kind = element.Name.LocalName;
        if (kind is "title" or "desc" or "style")
            return;
        Style style = parent.Inherit(element, sheet);
        using var restore = new SKAutoCanvasRestore(canvas);
        Transforms.Apply(canvas, element.Attribute("transform")?.Value);
        Transforms.Apply(canvas, style.Transform);
        switch (kind)
        {
            case "g":
                PaintChildren(element, style, width, height);
                break;
            case "svg":
                PaintNested(element, style, width, height);
                break;
            case "text":
                TextPainter.Draw(canvas, element.Value, Lengths.Read(element, "x", width), Lengths.Read(element, "y", height), style);
                break;
            case "image":
                PaintImage(element, Box(element, width, height));
                break;
            default:
                PaintOutline(element, style, width, height);
                break;
        }
    }

    private void PaintChildren(XElement element, Style style, double width, double height)
    {
        foreach (XElement child in element.Elements())
            Paint(child, style, width, height);
    }

    private void PaintNested(XElement element, Style style, double width, double height)
    {
        SKRect box = Box(element, width, height);
        canvas.Translate(box.Left, box.Top);
        PaintChildren(element, style, box.Width, box.Height);
    }

    private void PaintOutline(XElement element, Style style, double width, double height)
    {
        using SKPath path = Outline(element, width, height);
        using SKPaint? fill = Pens.Fill(style), stroke = Pens.Stroke(style);
        if (fill is not null)
            canvas.DrawPath(path, fill);
        if (stroke is not null)
            canvas.DrawPath(path, stroke);
    }

    private static SKPath Outline(XElement element, double width, double height)
    {
        string kind = element.Name.LocalName;
        if (kind == "path")
            return SKPath.ParseSvgPathData(element.Attribute("d")!.Value);
        var path = new SKPath();
        if (kind == "rect")
            path.AddRect(Box(element, width, height));
        else if (kind == "line")
            path.AddPoly([End(element, "1", width, height), End(element, "2", width, height)], close: false);
        else
            throw new NotSupportedException($"Expected path, line, rect, text, image, g or svg, got '{kind}'.");
        return path;
    }

    private static SKPoint End(XElement line, string number, double width, double height) =>
        new(Lengths.Read(line, "x" + number, width), Lengths.Read(line, "y" + number, height));

    private static SKRect Box(XElement element, double width, double height) =>
        SKRect.Create(
            Lengths.Read(element, "x", width),
            Lengths.Read(element, "y", height),
            Lengths.Read(element, "width", width, width),
            Lengths.Read(element, "height", height, height));

    private void PaintImage(XElement element, SKRect box)
    {
        string data = element.Attribute("href")!.Value;
        using var bitmap = SKBitmap.Decode(Convert.FromBase64String(data[(data.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        using var paint = new SKPaint { IsAntialias = true };
        canvas.DrawBitmap(bitmap, box, paint);
    }
}

/// <summary>
/// Draws text in a font embedded in this library, so that pictures are the same on every machine, also on one without fonts. It has the
/// Latin, Greek, Cyrillic, Arabic and Hebrew letters and mathematical signs; others are drawn as boxes.
/// </summary>
internal static class TextPainter
{
    private const string Font = "L2BN.Pictures.Fonts.DejaVuSansCondensed.ttf";
    private static readonly Lazy<SKTypeface> s_typeface = new(Load);

    public static void Draw(SKCanvas canvas, string text, float x, float y, Style style)
    {
        using SKPaint? stroke = Pens.Stroke(style), fill = Pens.Fill(style);
        SKPaint?[] paints = style.StrokesFirst ? [stroke, fill] : [fill, stroke];
        foreach (SKPaint paint in paints.OfType<SKPaint>())
        {
            (paint.Typeface, paint.TextSize, paint.TextAlign) = (s_typeface.Value, style.FontSize, style.Align);
            (paint.FakeBoldText, paint.SubpixelText) = (style.IsBold, true);
            canvas.DrawText(text, x, y, paint);
        }
    }

    private static SKTypeface Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Font)!;
        return SKTypeface.FromStream(stream);
    }
}
