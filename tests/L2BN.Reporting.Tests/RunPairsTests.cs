using L2BN.Results;

namespace L2BN.Reporting.Tests;

public class RunPairsTests
{
    [Fact]
    public void Runs_of_one_seed_share_a_row_even_if_others_are_missing()
    {
        ComparisonReport report = Samples.Report(seeds: 3);
        report = report with { Runs = [.. report.Runs.Where(run => (run.Arm, run.Seed) is not ("bn", 1) and not ("l2bn", 2))] };
        Assert.Equal(["-, l2bn 1", "bn 2, -", "bn 3, l2bn 3"], Rows(report));
    }

    [Fact]
    public void Arms_with_their_own_seeds_pair_by_order()
    {
        ComparisonReport report = Samples.Report(["bn", "bn#2"], seeds: 2);
        report = report with { Runs = [.. report.Runs.Select(run => run.Arm == "bn" ? run : run with { Seed = run.Seed + 100 })] };
        Assert.Equal(["bn 1, bn#2 101", "bn 2, bn#2 102"], Rows(report));
    }

    [Fact]
    public void An_arm_without_runs_leaves_gaps()
    {
        ComparisonReport report = Samples.Report(seeds: 1);
        Assert.Equal(["bn 1, -"], Rows(report with { Runs = [report.Runs[0]] }));
    }

    [Fact]
    public void Without_arms_there_are_no_rows() => Assert.Empty(Rows(Inputs.Named("no arm")));

    private static IEnumerable<string> Rows(ComparisonReport report) =>
        RunPairs.Rows(report).Select(row => string.Join(", ", row.Select(run => run is null ? "-" : $"{run.Arm} {run.Seed}")));
}
