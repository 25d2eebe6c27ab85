namespace L2BN.Reporting.Tests;

public class MarkdownReportTests
{
    [Theory]
    [InlineData("one arm")]
    [InlineData("no run")]
    [InlineData("no arm")]
    [InlineData("hostile")]
    [InlineData("diverged")]
    public void Rows_have_as_many_cells_as_the_head(string name)
    {
        string[] rows = [.. MarkdownReport.Table(Inputs.Named(name).Summary).Split('\n').Where(line => line.Length > 0)];
        Assert.All(rows, row => Assert.Equal(Bars(rows[0]), Bars(row)));
    }

    [Fact]
    public void Hostile_names_are_escaped()
    {
        string text = MarkdownReport.Render(Samples.Report(["bn", "a|b`<i>[x](y)\n# h"], seeds: 2) with { Command = null });
        Assert.Contains(@"a\|b\`\<i\>\[x\](y) \# h", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.StartsWith("# ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_cannot_leave_its_fence()
    {
        string text = MarkdownReport.Render(Samples.Report() with { Command = "echo ```" });
        Assert.EndsWith("````sh\necho ```\n````\n", text, StringComparison.Ordinal);
    }

    private static int Bars(string row) => row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|');
}
