using L2BN.Analysis.Statistics;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Adds to a summary what the runs' records say of shifts: those that every run was tested on alike.</summary>
internal static class ShiftSummaries
{
    /// <param name="summary">Without shifts.</param>
    /// <param name="runs">The runs of each of its arms that did not fail, every arm with the same pairs in the same order.</param>
    public static ComparisonSummary Add(ComparisonSummary summary, IReadOnlyList<RunRecord[]> runs)
    {
        RunShifts[] records = [.. runs.SelectMany(own => own).Select(run => run.Shifts).OfType<RunShifts>()];
        string[] names = records.Length == 0 || records.Length < runs.Sum(own => own.Length)
            || records.Select(record => record.Samples).Distinct().Count() > 1
                ? []
                : [.. records[0].Shifts.Where(shift => records.All(record => IsAlike(record, shift))).Select(shift => shift.Name)];
        if (names.Length == 0)
            return summary;
        return summary with
        {
            ShiftSamples = records[0].Samples,
            Arms =
            [
                .. summary.Arms.Zip(runs, (arm, own) => arm with { Shifts = names.ToDictionary(name => name, name => Arm(own, name)) }),
            ],
            Paired = [.. summary.Paired.Select((pair, i) => pair with { Shifts = Pair(runs[0], runs[i + 1], names, runs.Count - 1) })],
        };
    }

    private static bool IsAlike(RunShifts record, ShiftRecord shift) =>
        record.Shifts.Any(there => there.Name == shift.Name && there.Severities.SequenceEqual(shift.Severities));

    private static ShiftSummary Arm(RunRecord[] runs, string name)
    {
        ShiftRecord[] own = [.. runs.Select(run => Find(run, name))];
        return new ShiftSummary
        {
            Severities = own[0].Severities,
            Accuracy = Spread.FromValues([.. own.Select(shift => shift.Accuracy.Average())]),
            Loss = Spread.FromValues([.. own.Select(shift => shift.Loss.Average(loss => loss ?? double.NaN))]),
            AccuracyBySeverity = [.. own[0].Severities.Select((_, i) => own.Average(shift => shift.Accuracy[i]))],
        };
    }

    private static Dictionary<string, PairedShift> Pair(RunRecord[] first, RunRecord[] second, string[] names, int comparisons)
    {
        IReadOnlyList<PairedResult> results = SecondaryQuestions.Compute(
            [.. names.Select(name => Means(first, name))], [.. names.Select(name => Means(second, name))], comparisons);
        return names.Zip(results).ToDictionary(item => item.First, item => new PairedShift
        {
            DeltaMean = item.Second.DeltaMean,
            Ci95 = item.Second.Interval is { } interval ? [interval.Low, interval.High] : null,
            P = item.Second.PAdjusted,
            Verdict = item.Second.Verdict.ToWord(),
        });
    }

    private static double[] Means(RunRecord[] runs, string name) => [.. runs.Select(run => Find(run, name).Accuracy.Average())];

    private static ShiftRecord Find(RunRecord run, string name) => run.Shifts!.Shifts.First(shift => shift.Name == name);
}
