using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures.Tests;

public class PainterTests
{
    private const string Sheet = """
        :root { --paper: #fdfcfa; --a: #0000ff; }
        @media (prefers-color-scheme: dark) { :root { --a: #ffff00; } }
        @media print { :root { --a: #ff0000; } }
        .x { --c: var(--a); } .fill { fill: var(--c); } svg .full.x { fill: #00ff00; }
        .dot { stroke: var(--c); stroke-width: 4; stroke-linecap: round; } .big { transform: scale(3); }
        svg text { font: 12px sans-serif; fill: var(--a); } .late { font-size: 40px; }
        """;

    [Theory]
    [InlineData("<rect class='fill x' width='20' height='20'/>", "#ff0000")] // print, not dark
    [InlineData("<rect class='fill full x' width='20' height='20'/>", "#00ff00")] // the later rule
    [InlineData("<rect class='full' fill='#123456' width='20' height='20'/>", "#123456")] // not all classes: only the attribute
    [InlineData("<g fill='#123456'><rect width='100%' height='100%'/></g>", "#123456")] // inherited, and percent
    [InlineData("<svg x='5' y='5' width='10' height='10'><rect class='fill x' x='40%' y='40%' width='20%' height='20%'/></svg>", "#ff0000")]
    [InlineData("<path class='fill x big' d='M-1 -1H1V1H-1Z' transform='translate(10 10)'/>", "#ff0000")]
    [InlineData("<path class='fill x' d='M0 -2H10V2H0Z' transform='translate(10 4) rotate(90)'/>", "#ff0000")]
    [InlineData("<path class='dot x' d='M10 10h0'/>", "#ff0000")] // no length, round ends
    [InlineData("<line stroke='#123456' stroke-width='3' x1='0' x2='100%' y1='10' y2='10'/>", "#123456")]
    [InlineData("<text class='late' x='10' y='20' text-anchor='middle'>\u25a0</text>", "#ff0000")] // the font is embedded
    public void The_middle_has_the_color_of_the_matching_rules(string element, string color)
    {
        using SKBitmap bitmap = Draw(element);
        Assert.Equal(SKColor.Parse(color), bitmap.GetPixel(10, 10));
    }

    [Fact]
    public void Dashes_leave_gaps()
    {
        using SKBitmap bitmap = Draw("<path stroke='#000000' stroke-width='4' fill='none' stroke-dasharray='5 5' d='M0 10H20'/>");
        Assert.Equal(
            [SKColors.Black, SKColors.White, SKColors.Black, SKColors.White],
            new[] { 2, 7, 12, 17 }.Select(x => bitmap.GetPixel(x, 10)));
    }

    [Fact]
    public void Unknown_elements_are_refused()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Draw("<circle r='4'/>"));
        Assert.Contains("'circle'", error.Message, StringComparison.Ordinal);
    }

    private static SKBitmap Draw(string element)
    {
        var svg = XElement.Parse($"<svg><style>{Sheet}</style><desc>d</desc>{element}</svg>");
        var bitmap = new SKBitmap(20, 20);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        new Painter(canvas, new StyleSheet(svg)).Paint(svg, 20, 20);
        return bitmap;
    }
}
