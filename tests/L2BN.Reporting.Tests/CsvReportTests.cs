using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class CsvReportTests
{
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
