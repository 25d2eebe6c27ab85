using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>Draws the SVG that charts are made of; an element that no chart used before is refused, not left out.</summary>
internal sealed class Painter(SKCanvas canvas, StyleSheet sheet)
{
    /// <summary>Draws a whole picture.</summary>
    public void Paint(XElement svg, double width, double height) => PaintChildren(svg, Style.Initial.Of(svg, sheet), width, height);

    private void Paint(XElement element, Style around, double width, double height)
    {
        string kind = element.Name.LocalName;
        if (kind is "title" or "desc" or "style") return;
        Style style = around.Of(element, sheet);
        using var restore = new SKAutoCanvasRestore(canvas);
        Transforms.Apply(canvas, element.Attribute("transform")?.Value);
        Transforms.Apply(canvas, style.Transform);
        switch (kind)
        {
            case "g": PaintChildren(element, style, width, height); break;
            case "svg": PaintPlace(element, style, width, height); break;
            case "text": Letters.Draw(canvas, element.Value, Lengths.Of(element, "x", width), Lengths.Of(element, "y", height), style); break;
            case "image": PaintImage(element, Box(element, width, height)); break;
            default: PaintOutline(element, style, width, height); break;
        }
    }

    private void PaintChildren(XElement element, Style style, double width, double height)
    {
        foreach (XElement child in element.Elements()) Paint(child, style, width, height);
    }

    private void PaintPlace(XElement element, Style style, double width, double height)
    {
        SKRect box = Box(element, width, height);
        canvas.Translate(box.Left, box.Top);
        PaintChildren(element, style, box.Width, box.Height);
    }

    private void PaintOutline(XElement element, Style style, double width, double height)
    {
        using SKPath path = Outline(element, width, height);
        using SKPaint? fill = Pens.Fill(style), stroke = Pens.Stroke(style);
        if (fill is not null) canvas.DrawPath(path, fill);
        if (stroke is not null) canvas.DrawPath(path, stroke);
    }

    private static SKPath Outline(XElement element, double width, double height)
    {
        string kind = element.Name.LocalName;
        if (kind == "path") return SKPath.ParseSvgPathData(element.Attribute("d")!.Value);
        var path = new SKPath();
        if (kind == "rect") path.AddRect(Box(element, width, height));
        else if (kind == "line") path.AddPoly([End(element, "1", width, height), End(element, "2", width, height)], close: false);
        else throw new NotSupportedException($"Charts are made of path, line, rect, text, image, g and svg; found '{kind}'.");
        return path;
    }

    private static SKPoint End(XElement line, string number, double width, double height) =>
        new(Lengths.Of(line, "x" + number, width), Lengths.Of(line, "y" + number, height));

    private static SKRect Box(XElement element, double width, double height) => SKRect.Create(
        Lengths.Of(element, "x", width), Lengths.Of(element, "y", height), Lengths.Of(element, "width", width, width), Lengths.Of(element, "height", height, height));

    private void PaintImage(XElement element, SKRect box)
    {
        string data = element.Attribute("href")!.Value;
        using SKBitmap bitmap = SKBitmap.Decode(Convert.FromBase64String(data[(data.IndexOf(',', StringComparison.Ordinal) + 1)..]));
        using var paint = new SKPaint { IsAntialias = true };
        canvas.DrawBitmap(bitmap, box, paint);
    }
}
