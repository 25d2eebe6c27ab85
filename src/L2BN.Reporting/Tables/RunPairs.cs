using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// Which runs belong together: those of one seed; an arm with seeds of its own (the second <c>bn</c> of <c>bn,bn</c>) goes by place.
/// </summary>
internal static class RunPairs
{
    /// <summary>
    /// One row per seed of the first arm and of those that share its seeds; in a row one run per arm, null where there is none.
    /// </summary>
    public static IReadOnlyList<RunRecord?[]> Rows(ComparisonReport report)
    {
        IReadOnlyList<RunRecord>[] arms = [.. report.Arms.Select(report.RunsOf)];
        if (arms.Length == 0) return [];
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
