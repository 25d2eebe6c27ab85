using CsCheck;
using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class TextTableTests
{
    [Theory]
    [InlineData("one arm")]
    [InlineData("two arms")]
    [InlineData("three arms")]
    [InlineData("one seed")]
    [InlineData("no run")]
    [InlineData("no arm")]
    [InlineData("diverged")]
    public void Lines_fit_a_terminal(string name)
    {
        string[] lines = TextTable.Render(Inputs.Named(name).Summary).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.All(lines, line => Assert.Equal(line.TrimEnd(), line));
    }

    [Fact]
    public void Large_differences_still_fit()
    {
        ComparisonSummary summary = Samples.Report(["bn", "l2bn", "l2bn-unit"]).Summary;
        summary = summary with { Paired = [.. summary.Paired.Select(pair => pair with { DeltaMean = -55, Ci95 = [-65.25, -44.75] })] };
        Assert.All(TextTable.Render(summary).Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Control_characters_do_not_reach_the_terminal()
    {
        string text = TextTable.Render(Samples.Report(["bn", "\u001b[2Jx\a"], seeds: 2).Summary);
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Wrapping_loses_no_word() => Gen.String[Gen.Char.AlphaNumeric, 0, 100].Array[0, 30].Sample(words =>
    {
        string text = string.Join(' ', words);
        string[] lines = TextTable.Wrapped(text).TrimEnd('\n').Split('\n');
        string[] expected = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return lines.All(line => line.Length <= 80 || !line.Contains(' ', StringComparison.Ordinal))
            && string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries).SequenceEqual(expected);
    });
}
