using L2BN.Reporting.Sections;
using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>The data of a report; reports compute no statistics beyond means and spreads of curves.</summary>
public sealed record ComparisonReport
{
    /// <summary>The result, as <c>--json</c> prints it: every number of the verdict and the table comes from here.</summary>
    public required ComparisonSummary Summary { get; init; }

    /// <summary>All runs, finished or not, by arm and seed.</summary>
    public required IReadOnlyList<RunRecord> Runs { get; init; }

    /// <summary>Pairs that every arm has finished, those of runs that failed included.</summary>
    public int PairsFinished { get; init; }

    /// <summary>Where the runs ran; null leaves the list out.</summary>
    public EnvironmentRecord? Environment { get; init; }

    /// <summary>The command that reproduces the comparison, as typed into a shell; null leaves it out.</summary>
    public string? Command { get; init; }

    /// <summary>Names of the classes in the order of their labels; empty numbers them.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>When the comparison was started; null leaves it out.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>How long it took; null leaves it out.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Further sections, shown after the analysis and before cost, in this order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];

    internal int Finished => Runs.Count(run => run.IsFinished);

    internal IReadOnlyList<string> DataWarnings => [.. Runs.SelectMany(run => run.Request?.DataWarnings ?? []).Distinct()];

    internal IReadOnlyList<string> Arms => [.. Summary.Arms.Select(arm => arm.Norm)];

    internal int IndexOf(string arm) => Math.Max(0, Arms.ToList().IndexOf(arm));

    internal IReadOnlyList<RunRecord> RunsOf(string arm) => [.. Runs.Where(run => run.Arm == arm).OrderBy(run => run.Seed)];
}

/// <summary>
/// Which runs belong together: those of one seed; an arm with seeds of its own (the second <c>bn</c> of <c>bn,bn</c>) goes by order.
/// </summary>
internal static class RunPairs
{
    /// <summary>
    /// One row per seed of the first arm and of those that share its seeds; in a row one run per arm, null where there is none.
    /// </summary>
    public static IReadOnlyList<RunRecord?[]> Rows(ComparisonReport report)
    {
        IReadOnlyList<RunRecord>[] arms = [.. report.Arms.Select(report.RunsOf)];
        if (arms.Length == 0)
            return [];
        bool[] shares = [.. arms.Select(arm => SharesSeeds(arms[0], arm))];
        int[] seeds = [.. arms.Where((_, i) => shares[i]).SelectMany(arm => arm).Select(run => run.Seed).Distinct().Order()];
        int rows = Math.Max(seeds.Length, arms.Max(arm => arm.Count));
        RunRecord?[] Row(int row) => [.. arms.Select((arm, i) => shares[i] ? OfSeed(arm, seeds, row) : At(arm, row))];
        return [.. Enumerable.Range(0, rows).Select(Row)];
    }

    private static bool SharesSeeds(IReadOnlyList<RunRecord> first, IReadOnlyList<RunRecord> arm) =>
        arm.Count == 0 || arm.Any(run => first.Any(other => other.Seed == run.Seed));

    private static RunRecord? OfSeed(IReadOnlyList<RunRecord> arm, int[] seeds, int row) =>
        row < seeds.Length ? arm.FirstOrDefault(run => run.Seed == seeds[row]) : null;

    private static RunRecord? At(IReadOnlyList<RunRecord> arm, int row) => row < arm.Count ? arm[row] : null;
}
