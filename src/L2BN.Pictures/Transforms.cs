using System.Text.RegularExpressions;
using SkiaSharp;

namespace L2BN.Pictures;

/// <summary>The transforms of charts: <c>translate(x y)</c>, <c>rotate(degrees)</c> and <c>scale(factor)</c>, one after the other.</summary>
internal static partial class Transforms
{
    /// <summary>Moves the canvas; null leaves it.</summary>
    public static void Apply(SKCanvas canvas, string? text)
    {
        foreach (Match step in Steps().Matches(text ?? ""))
        {
            float[] numbers = [.. step.Groups["numbers"].Value.Split(' ').Select(number => (float)Lengths.Number(number))];
            if (step.Groups["kind"].Value == "translate") canvas.Translate(numbers[0], numbers[1]);
            else if (step.Groups["kind"].Value == "rotate") canvas.RotateDegrees(numbers[0]);
            else canvas.Scale(numbers[0]);
        }
    }

    [GeneratedRegex(@"(?<kind>translate|rotate|scale)\((?<numbers>[^)]*)\)")]
    private static partial Regex Steps();
}
