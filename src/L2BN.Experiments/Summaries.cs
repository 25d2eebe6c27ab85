using L2BN.Analysis;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Arms over their seeds, and each arm against the first, pair by pair.</summary>
internal static class Summaries
{
    public static ComparisonSummary Of(IReadOnlyList<Arm> arms, IReadOnlyList<RunRecord> runs, ComparisonOptions options, string dataName)
    {
        RunRecord[][] byArm = [.. arms.Select(arm => runs.Where(run => run.Arm == arm.Name).OrderBy(run => run.Seed).ToArray())];
        return new ComparisonSummary
        {
            Data = options.Data ?? dataName,
            Model = options.Model,
            Epochs = options.Training.Epochs,
            Arms = [.. arms.Zip(byArm, ArmOf)],
            Paired = [.. arms.Zip(byArm).Skip(1).Select(other => PairOf(arms[0], byArm[0], other.First, other.Second))],
        };
    }

    private static ArmSummary ArmOf(Arm arm, RunRecord[] runs) => new()
    {
        Norm = arm.Name,
        Accuracy = Over(runs, final => final.Accuracy),
        AccuracyRecalibrated = Over(runs, final => final.AccuracyRecalibrated),
        Loss = Over(runs, final => final.Loss),
        MsPerStep = Median([.. runs.Select(run => run.Final!.MsPerStep)]),
    };

    private static PairedSummary PairOf(Arm a, RunRecord[] runsOfA, Arm b, RunRecord[] runsOfB)
    {
        PairedResult result = PairedComparison.Of(Accuracies(runsOfA), Accuracies(runsOfB));
        return new PairedSummary
        {
            A = a.Name,
            B = b.Name,
            DeltaMean = result.DeltaMean,
            Ci95 = result.Interval is { } interval ? [interval.Low, interval.High] : null,
            PSignFlip = result.PSignFlip,
            SmallestDetectable = result.SmallestDetectable,
            Seeds = result.Pairs,
            Verdict = result.Verdict.ToString().ToLowerInvariant(),
        };
    }

    private static Spread Over(RunRecord[] runs, Func<FinalRecord, double> value) => Spread.Of([.. runs.Select(run => value(run.Final!))]);

    private static double[] Accuracies(RunRecord[] runs) => [.. runs.Select(run => run.Final!.Accuracy)];

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
