using L2BN.Results;

namespace L2BN.Reporting.Tests;

/// <summary>Comparisons at the edge of what a report may be asked to show.</summary>
internal static class Inputs
{
    public const string Hostile = "</style><script>alert(1)</script>\" onload='x' <b>&amp;";

    public static IEnumerable<string> Names =>
    [
        "two arms", "three arms", "one arm", "one seed", "one run", "no run", "no arm", "unfinished", "diverged", "hostile", "analyzed",
    ];

    public static ComparisonReport Named(string name) => name switch
    {
        "two arms" => Samples.Report(),
        "three arms" => Samples.Report(["bn", "l2bn", "l2bn-unit"]),
        "one arm" => Samples.Report(["bn"]),
        "one seed" => Samples.Report(seeds: 1),
        "one run" => Samples.Report(["bn"], seeds: 1, epochs: 1),
        "no run" => NoRun(),
        "no arm" => NoArm(),
        "unfinished" => Unfinished(),
        "diverged" => Diverged(),
        "analyzed" => Samples.Report(["bn", "l2bn", "l2bn-unit"], seeds: 2, epochs: 4).Analyzed(),
        "hostile" => HostileNames(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static ComparisonReport NoRun()
    {
        var none = Spread.FromValues([]);
        ArmSummary Empty(string norm) => new() { Norm = norm, Accuracy = none, AccuracyRecalibrated = none, Loss = none };
        var pair = new PairedSummary { A = "bn", B = "l2bn", Seeds = 0, Verdict = "undecided" };
        ComparisonSummary summary = Samples.Report().Summary with { Arms = [Empty("bn"), Empty("l2bn")], Paired = [pair] };
        return new() { Summary = summary, Runs = [] };
    }

    private static ComparisonReport NoArm() => new() { Summary = Samples.Report().Summary with { Arms = [], Paired = [] }, Runs = [] };

    private static ComparisonReport Unfinished()
    {
        ComparisonReport whole = Samples.Report(seeds: 3);
        RunRecord[] runs = [.. whole.Runs.Select((run, i) => i == 4 ? run with { Epochs = [.. run.Epochs.Take(5)], Final = null } : run)];
        return whole with { Runs = runs, Summary = Samples.Summary([.. runs.Where(run => run.Final is not null)], 12) };
    }

    private static ComparisonReport Diverged()
    {
        ComparisonReport whole = Samples.Report(seeds: 2);
        RunRecord[] runs = [.. whole.Runs.Select(Diverge)];
        return whole with { Runs = runs, Summary = Samples.Summary(runs, 12) };
    }

    private static RunRecord Diverge(RunRecord run) => run.Arm == "bn" ? run : run with
    {
        Epochs = [.. run.Epochs.Select(epoch => epoch with { TrainLoss = double.NaN, TestLoss = 1 / 0.0, TestAccuracy = null })],
        Final = run.Final! with { Loss = double.NaN, Accuracy = double.NaN, AccuracyRecalibrated = double.NaN, MsPerStep = double.NaN },
    };

    private static ComparisonReport HostileNames()
    {
        ComparisonReport report = Samples.Report(["bn", Hostile], seeds: 2);
        return report with
        {
            Summary = report.Summary with { Data = Hostile, Model = Hostile },
            ClassNames = [.. Enumerable.Repeat(Hostile, 10)],
            Command = Hostile,
            Environment = Samples.Environment with { Os = Hostile, Libraries = new Dictionary<string, string> { [Hostile] = Hostile } },
        };
    }
}
