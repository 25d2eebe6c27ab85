using System.Reflection;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>
/// Text in a font that comes with this library, so that pictures are alike on every machine, also on one without fonts. It has the Latin,
/// Greek, Cyrillic, Arabic and Hebrew letters and mathematical signs; others are drawn as boxes.
/// </summary>
internal static class Letters
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
