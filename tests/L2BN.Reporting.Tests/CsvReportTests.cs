using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class CsvReportTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@x", "\"'@x\"")]
    [InlineData("\tx", "\"'\tx\"")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("\0x", "\"'\0x\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("", "")]
    public void Text_is_quoted_and_never_a_formula(string text, string expected) =>
        Assert.Equal($"{expected}\r\n", CsvReport.Table([], [[text]])[2..]);

    [Fact]
    public void Numbers_are_not_damaged() => Assert.Equal(
        "-1.5,0.30000000000000004,-7,1E-07,,,\r\n",
        CsvReport.Table([], [[-1.5, 0.1 + 0.2, -7, 1e-7, double.NaN, double.NegativeInfinity, null]])[2..]);

    [Fact]
    public void Every_run_and_epoch_has_a_row()
    {
        ComparisonReport report = Samples.Report(seeds: 2, epochs: 3);
        Assert.Equal(1 + 4, Lines(CsvReport.Runs(report.Runs)).Length);
        Assert.Equal(1 + 12, Lines(CsvReport.Epochs(report.Runs)).Length);
    }

    [Fact]
    public void Values_read_back_exactly()
    {
        RunRecord run = Samples.Report().Runs[3];
        string[][] rows = [.. Lines(CsvReport.Epochs([run])).Select(line => line.Split(','))];
        int column = Array.IndexOf(rows[0], "test_loss");
        Assert.Equal(run.Epochs.Select(epoch => epoch.TestLoss), rows.Skip(1).Select(row => (double?)double.Parse(row[column])));
    }

    [Fact]
    public void An_unfinished_run_has_empty_cells()
    {
        string row = Lines(CsvReport.Runs([Samples.Report().Runs[0] with { Final = null }]))[1];
        Assert.Equal("bn,bn,resnet8,fashion-mnist-mini,1,78042,12,,,,,,", row);
    }

    private static string[] Lines(string csv) => csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
