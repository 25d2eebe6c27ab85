using System.Xml.Linq;
using L2BN.Reporting.Charts;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>Charts as PNG files: for slides, papers, and pages that take no SVG.</summary>
public static class PngPicture
{
    /// <summary>Pixels per unit of a chart where nothing else is asked for: a chart is then some 1,100 pixels wide.</summary>
    public const double DefaultScale = 3;

    private const double MostPixels = 1e8;

    /// <summary>Draws a chart on white, in the colors of print.</summary>
    /// <param name="chart">The chart, 360 units wide or a little more.</param>
    /// <param name="scale">Pixels per unit, 0.1 to 50.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is out of range.</exception>
    /// <exception cref="PictureException">The picture would have more than 100 million pixels, or the native library is
    /// missing.</exception>
    public static byte[] Render(Chart chart, double scale = DefaultScale)
    {
        ArgumentNullException.ThrowIfNull(chart);
        if (!(scale is >= 0.1 and <= 50))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"Expected 0.1 to 50 pixels per unit, got {scale}.");
        try
        {
            return Render(XDocument.Parse(chart.ToSvgFile()).Root!, scale);
        }
        catch (Exception missing)
            when (missing is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new PictureException(
                "libSkiaSharp, which draws PNG, cannot be loaded on this system. SVG files need nothing: use --format svg.",
                missing);
        }
    }

    private static byte[] Render(XElement svg, double scale)
    {
        (double width, double height) = Size(svg);
        (double columns, double rows) = (Math.Ceiling(width * scale), Math.Ceiling(height * scale));
        if (columns * rows > MostPixels)
            throw new PictureException(
                $"Expected a picture of at most 100 million pixels, got {columns} by {rows}; use a smaller --scale, or --format svg.");
        using var surface = SKSurface.Create(new SKImageInfo((int)columns, (int)rows, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale((float)scale);
        new Painter(surface.Canvas, new StyleSheet(svg)).Paint(svg, width, height);
        using SKImage image = surface.Snapshot();
        using SKData file = image.Encode(SKEncodedImageFormat.Png, 100);
        return file.ToArray();
    }

    private static (double Width, double Height) Size(XElement svg)
    {
        double[] box = [.. svg.Attribute("viewBox")!.Value.Split(' ').Select(Lengths.Number)];
        return (box[2], box[3]);
    }
}

/// <summary>A picture cannot be drawn; the message says why and what to do instead.</summary>
public sealed class PictureException : Exception
{
    /// <summary>With a message for the user.</summary>
    public PictureException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the user and what it comes from.</summary>
    public PictureException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
