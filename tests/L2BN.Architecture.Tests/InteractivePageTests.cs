using System.Globalization;
using System.Text.RegularExpressions;
using L2BN.TestSupport;

namespace L2BN.Architecture.Tests;

/// <summary>docs/why-lengths-matter.html in a browser: its sliders, set by the address, show what its text says.</summary>
public sealed partial class InteractivePageTests
{
    private const string Browser = "/usr/bin/chromium";

    private static string Page => Repository.PathOf("docs", "why-lengths-matter.html");

    [Fact]
    public void Loads_nothing_from_elsewhere() => Assert.DoesNotMatch(@"\b(src|href|import|url|fetch)\b\s*[=(:]", File.ReadAllText(Page));

    [Fact]
    public void Equal_lengths_make_no_difference()
    {
        Dictionary<string, double> shown = Show("spread=0&size=4&eps=-8");
        Assert.Equal(shown["root-ratio"], shown["bn-ratio"]);
        Assert.Equal(shown["root-ratio"], shown["unit-ratio"]);
        Assert.Equal(1, shown["unit-std"]);
    }

    [Fact]
    public void Unequal_lengths_hurt_BatchNorm_and_many_values_the_length_one()
    {
        Dictionary<string, double> shown = Show("spread=2&size=18&eps=-3");
        Assert.InRange(shown["bn-ratio"], 0, shown["root-ratio"] / 10);
        Assert.Equal((1, 1), (shown["bn-std"], shown["root-std"]));
        Assert.InRange(shown["unit-std"], 0, 0.1);
    }

    private static Dictionary<string, double> Show(string settings)
    {
        Assert.SkipUnless(File.Exists(Browser), $"Expected {Browser}, got none; install Debian's package chromium.");
        string[] options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=1000", "--dump-dom"];
        using var process = WatchedProcess.Start(Browser, [.. options, $"file://{Page}#{settings}"]);
        WatchedEnd end = process.Finish(TimeSpan.FromMinutes(1));
        Assert.Contains("ready", end.Output, StringComparison.Ordinal);
        return Output().Matches(end.Output).ToDictionary(
            match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("<output id=\"([a-z]+-(?:ratio|std))\">([0-9.]+)<")]
    private static partial Regex Output();
}
