using System.Globalization;
using System.Text.RegularExpressions;

namespace L2BN.Reporting.Tests.Charts;

/// <summary>The palette against WCAG 2.2: text 4.5 to 1, lines and marks 3 to 1, in light and dark.</summary>
public partial class ContrastTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(2)]
    public void Colors_stand_out_from_the_paper(int scheme)
    {
        Dictionary<string, string> colors = Schemes()[scheme];
        Assert.All(["ink", "muted"], name => Assert.True(Contrast(colors[name], colors["paper"]) >= 4.5, name));
        Assert.All(Enumerable.Range(0, 10), arm => Assert.True(Contrast(colors[$"a{arm}"], colors["paper"]) >= 4.5, $"a{arm}"));
        Assert.True(Contrast(colors["muted"], colors["shade"]) >= 4.5, "muted on shade");
    }

    private static Dictionary<string, string>[] Schemes() =>
        [.. Root().Matches(Assets.ChartStyle).Select(root => Variables(root.Value))];

    private static Dictionary<string, string> Variables(string rule) =>
        Variable().Matches(rule).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static double Contrast(string a, string b)
    {
        (double light, double dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        string full = hex.Length == 3 ? string.Concat(hex.Select(c => $"{c}{c}")) : hex;
        double[] linear = [.. Enumerable.Range(0, 3).Select(i => Linear(int.Parse(full.AsSpan(2 * i, 2), NumberStyles.HexNumber) / 255.0))];
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static double Linear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"--(\w+): #([0-9a-f]+);")]
    private static partial Regex Variable();
}
