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
    /// <param name="look">By which test the pairs are judged.</param>
    public static ComparisonSummary Create(
        IReadOnlyList<Arm> arms, IReadOnlyList<RunRecord> runs, RunRecord example, double? margin, LookPlan look)
    {
        RunRecord[][] byArm = ByArm([.. arms.Select(arm => arm.Name)], runs);
        var outcomes = new RunOutcomes(runs);
        var summary = new ComparisonSummary
        {
            Data = example.Data,
            Model = example.Model,
            Epochs = example.Request?.Epochs ?? example.Epochs.Count,
            Folds = Folds(runs),
            Jobs = runs.SelectMany(run => run.Epochs).Max(epoch => epoch.Jobs),
            Arms = [.. arms.Zip(byArm, (arm, own) => ArmOf(arm, [.. own.Where(run => !outcomes.HasFailed(run))]) with
            {
                Failed = own.Count(outcomes.HasFailed),
            })],
            Paired = Against(arms, byArm, outcomes, margin, look),
        };
        // A pair with a run that failed has nothing to compare.
        HashSet<int> failed = [.. runs.Where(outcomes.HasFailed).Select(run => run.Seed)];
        return ShiftSummaries.Add(summary, [.. byArm.Select(own => own.Where(run => !failed.Contains(run.Seed)).ToArray())]);
    }

    /// <summary>The accuracies of each arm in the order of its seeds, NaN for a run that failed.</summary>
    public static IReadOnlyList<ArmValues> Accuracies(IReadOnlyList<string> arms, IReadOnlyList<RunRecord> runs)
    {
        var outcomes = new RunOutcomes(runs);
        return [.. arms.Zip(ByArm(arms, runs), (arm, own) => outcomes.Values(arm, own, final => final.Accuracy))];
    }

    private static IReadOnlyList<PairedSummary> Against(
        IReadOnlyList<Arm> arms, RunRecord[][] byArm, RunOutcomes outcomes, double? margin, LookPlan look)
    {
        ArmValues[] Values(Func<FinalRecord, double> value) => [.. arms.Zip(byArm, (arm, own) => outcomes.Values(arm.Name, own, value))];
        ArmValues[] accuracies = Values(final => final.Accuracy);
        IReadOnlyList<ArmComparison> accuracy = ArmComparison.AgainstFirst(accuracies, look.Options(margin));
        IReadOnlyList<ArmComparison> loss = ArmComparison.AgainstFirst(Values(final => -final.Loss), look.Options(margin: null));
        bool[][] failed = [.. byArm.Select(own => own.Select(outcomes.HasFailed).ToArray())];
        IReadOnlyList<double>? pFailed = failed.Any(arm => arm.Contains(true)) ? FailureTest.AgainstFirst(failed) : null;
        return [.. accuracy.Select((pair, i) => PairOf(pair, look) with
        {
            Correlation = PairCorrelation.Compute(accuracies[0].Values, accuracies[i + 1].Values),
            Loss = LossOf(loss[i].Result),
            PFailed = pFailed?[i],
        })];
    }

    private static RunRecord[][] ByArm(IReadOnlyList<string> arms, IReadOnlyList<RunRecord> runs) =>
        [.. arms.Select(arm => runs.Where(run => run.Arm == arm).OrderBy(run => run.Seed).ToArray())];

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

    /// <summary>One arm against another as records have it.</summary>
    internal static PairedSummary PairOf(ArmComparison pair, LookPlan look)
    {
        PairedResult result = pair.Result;
        return new PairedSummary
        {
            A = pair.A,
            B = pair.B,
            DeltaMean = result.DeltaMean,
            Ci95 = result.Interval is { } interval ? [interval.Low, interval.High] : null,
            Excludes = result.Interval is { } excluded && result.IntervalMethod != "t"
                ? new Exclusion { GainAbove = Math.Max(0, excluded.High), LossBeyond = Math.Max(0, -excluded.Low) } : null,
            Method = result.Method.ToWord(),
            Looks = look.Taken,
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

    // Of a loss the lower one is better.
    private static LossComparison LossOf(PairedResult higherIsBetter) => new()
    {
        DeltaMean = -higherIsBetter.DeltaMean,
        Ci95 = higherIsBetter.Interval is { } interval ? [-interval.High, -interval.Low] : null,
        P = higherIsBetter.PAdjusted,
        EffectSize = -higherIsBetter.EffectSize,
        Verdict = higherIsBetter.Verdict.ToWord(),
    };
}
