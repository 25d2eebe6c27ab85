using L2BN.Reporting.Sections;
using L2BN.Results;

namespace L2BN.Reporting.Tests.Sections;

public class AnalysisCostTests
{
    [Fact]
    public void It_is_a_share_of_the_time_of_the_runs_that_were_timed()
    {
        RunRecord[] runs = [.. Samples.Report(["bn"], seeds: 2, epochs: 10).Analyzed().Runs];
        runs[0] = runs[0] with { Analysis = runs[0].Analysis! with { Seconds = 3.5 } };
        Assert.Equal("3.5 s, 20.0 % of training and analysis", AnalysisCost.Text(runs));
    }

    [Fact]
    public void Records_without_times_say_nothing() => Assert.Null(AnalysisCost.Text(Samples.Report().Runs));
}
