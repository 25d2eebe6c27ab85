using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>Numbers of SVG attributes, in user units.</summary>
internal static class Lengths
{
    public static double Number(string text) => XmlConvert.ToDouble(text);

    /// <summary>An attribute in units or in percent of <paramref name="extent"/>; <paramref name="absent"/> where it is not
    /// there.</summary>
    public static float Read(XElement element, string name, double extent, double absent = 0)
    {
        if (element.Attribute(name)?.Value is not string text)
            return (float)absent;
        return (float)(text.EndsWith('%') ? Number(text[..^1]) / 100 * extent : Number(text));
    }
}

/// <summary>The transforms of charts: <c>translate(x y)</c>, <c>rotate(degrees)</c> and <c>scale(factor)</c>, one after the
/// other.</summary>
internal static partial class Transforms
{
    /// <summary>Moves the canvas; null leaves it.</summary>
    public static void Apply(SKCanvas canvas, string? text)
    {
        foreach (Match step in Steps().Matches(text ?? ""))
        {
            float[] numbers = [.. step.Groups["numbers"].Value.Split(' ').Select(number => (float)Lengths.Number(number))];
            if (step.Groups["kind"].Value == "translate")
                canvas.Translate(numbers[0], numbers[1]);
            else if (step.Groups["kind"].Value == "rotate")
                canvas.RotateDegrees(numbers[0]);
            else
                canvas.Scale(numbers[0]);
        }
    }

    [GeneratedRegex(@"(?<kind>translate|rotate|scale)\((?<numbers>[^)]*)\)")]
    private static partial Regex Steps();
}
