using L2BN.Analysis.FeatureMeasures;
using L2BN.Analysis.Statistics;
using L2BN.Experiments.Probes;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Arms over their seeds, and each arm against the first, pair by pair.</summary>
internal static class Summaries
{
    /// <param name="arms">In the order of the request.</param>
    /// <param name="runs">Finished runs, every arm with the same pairs.</param>
    /// <param name="example">Any run of the comparison: what all of them share.</param>
    /// <param name="margin">Margin of equivalence in percentage points, or null.</param>
    public static ComparisonSummary Create(IReadOnlyList<Arm> arms, IReadOnlyList<RunRecord> runs, RunRecord example, double? margin)
    {
        RunRecord[][] byArm = [.. arms.Select(arm => runs.Where(run => run.Arm == arm.Name).OrderBy(run => run.Seed).ToArray())];
        var summary = new ComparisonSummary
        {
            Data = example.Data,
            Model = example.Model,
            Epochs = example.Request?.Epochs ?? example.Epochs.Count,
            Folds = Folds(runs),
            Jobs = runs.SelectMany(run => run.Epochs).Max(epoch => epoch.Jobs),
            Arms = [.. arms.Zip(byArm, ArmOf)],
            Paired = Against([.. arms.Zip(byArm, (arm, own) => new ArmValues(arm.Name, Accuracies(own)))], margin),
        };
        return ShiftSummaries.Add(summary, byArm);
    }

    /// <summary>Each arm against the first, with Holm's correction where there are several.</summary>
    internal static IReadOnlyList<PairedSummary> Against(IReadOnlyList<ArmValues> arms, double? margin) =>
        [.. ArmComparison.AgainstFirst(arms, new PairedOptions { Margin = margin }).Select(PairOf)];

    // Folds of one data set are distinguished by the fingerprints of their splits.
    private static int? Folds(IReadOnlyList<RunRecord> runs) =>
        runs.Select(run => run.Request?.DataFingerprint).Distinct().Count() is > 1 and var folds ? folds : null;

    private static ArmSummary ArmOf(Arm arm, RunRecord[] runs) => new()
    {
        Norm = arm.Name,
        Accuracy = Over(runs, final => final.Accuracy),
        AccuracyRecalibrated = Over(runs, final => final.AccuracyRecalibrated),
        Loss = Over(runs, final => final.Loss),
        MsPerStep = runs.Length == 0 ? null : Quantiles.Median(runs.Select(run => run.Final!.MsPerStep)),
        PeakMemoryBytes = runs.Max(run => run.Final!.PeakMemoryBytes),
        Discriminability = Discriminability(runs),
    };

    private static Dictionary<string, double?>? Discriminability(RunRecord[] runs)
    {
        FeatureTapAnalysis[] features =
        [
            .. runs.SelectMany(run => run.Analysis?.FeatureTaps ?? []).Where(place => place.Side == FeatureTap.Features),
        ];
        return features.Length == 0
            ? null
            : DiscriminabilityMetric.All.ToDictionary(
                metric => metric.Name,
                metric => features.Average(place => place.Metrics.GetValueOrDefault(metric.Name)));
    }

    private static PairedSummary PairOf(ArmComparison pair)
    {
        PairedResult result = pair.Result;
        return new PairedSummary
        {
            A = pair.A,
            B = pair.B,
            DeltaMean = result.DeltaMean,
            Ci95 = result.Interval is { } interval ? [interval.Low, interval.High] : null,
            PSignFlip = result.PSignFlip,
            SmallestDetectable = result.SmallestDetectable,
            Seeds = result.Pairs,
            Verdict = result.Verdict.ToWord(),
            PAdjusted = result.PAdjusted,
            EffectSize = result.EffectSize,
            MoreSeedsNeeded = result.MorePairsNeeded,
            Margin = result.Margin,
            FewestSeeds = result.FewestPairs,
        };
    }

    private static Spread Over(RunRecord[] runs, Func<FinalRecord, double> value) =>
        Spread.FromValues([.. runs.Select(run => value(run.Final!))]);

    private static double[] Accuracies(RunRecord[] runs) => [.. runs.Select(run => run.Final!.Accuracy)];
}
