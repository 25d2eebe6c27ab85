using L2BN.Analysis.Statistics;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>
/// Which runs of a comparison failed: those that diverged, and those that stayed at chance. A failed run says nothing about the accuracy of
/// a network that was trained, and one of them moves a mean by more than any norm does.
/// </summary>
internal sealed class RunOutcomes
{
    private const double MostOfPredictions = 0.99, MostOfSamples = 0.9;
    private readonly HashSet<RunRecord> _atChance;

    /// <param name="runs">Finished runs. Where every one of them is at chance, that is the result, and none has failed by it.</param>
    public RunOutcomes(IReadOnlyList<RunRecord> runs)
    {
        RunRecord[] atChance = [.. runs.Where(run => run.Final?.Confusion is { } confusion && IsAtChance(confusion))];
        _atChance = atChance.Length < runs.Count(run => run.Final is not null) ? new(atChance, ReferenceEqualityComparer.Instance) : [];
    }

    /// <summary>Whether a run failed.</summary>
    public bool HasFailed(RunRecord run) => run.Final is null || _atChance.Contains(run);

    /// <summary>A value of each run's end; NaN for one that failed.</summary>
    public ArmValues Values(string arm, IEnumerable<RunRecord> runs, Func<FinalRecord, double> value) =>
        new(arm, [.. runs.Select(run => HasFailed(run) ? double.NaN : value(run.Final!))]);

    // Nearly every prediction names one class, to which far fewer samples belong.
    private static bool IsAtChance(IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        double samples = confusion.Sum(row => row.Sum(count => (long)count));
        return Enumerable.Range(0, confusion.Count).Any(label =>
            confusion.Sum(row => (long)row[label]) >= MostOfPredictions * samples
            && confusion[label].Sum(count => (long)count) < MostOfSamples * samples);
    }
}
