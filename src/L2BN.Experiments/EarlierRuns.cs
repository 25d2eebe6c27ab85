using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>What an earlier start of a comparison left in its folder.</summary>
internal static class EarlierRuns
{
    /// <summary>The finished runs of the plan, by arm and seed.</summary>
    /// <exception cref="ResultsException">The folder holds a run of another request, or one that is not in the plan: nothing is mixed.</exception>
    public static IReadOnlyDictionary<(string Arm, int Seed), RunRecord> FindFinished(
        ComparisonFolder folder, IReadOnlyList<PlannedRun> plan, RunFactory factory)
    {
        IReadOnlyList<RunRecord> found = folder.ReadRuns();
        if (Difference(found, plan, factory) is { } why)
        {
            throw new ResultsException(
                $"'{folder.FolderPath}' holds another comparison: {why}. Choose another folder with --out, or repeat the command it was made with.");
        }

        return found.Where(run => run.Final is not null).ToDictionary(run => (run.Arm, run.Seed));
    }

    /// <summary>The first thing that keeps runs on disk from being part of a plan; null where they are.</summary>
    public static string? Difference(IReadOnlyList<RunRecord> found, IReadOnlyList<PlannedRun> plan, RunFactory factory)
    {
        foreach (RunRecord run in found)
        {
            PlannedRun? planned = plan.FirstOrDefault(planned => planned.Arm.Name == run.Arm && planned.Seed == run.Seed);
            if (planned is null) return $"it has a run of {run.Arm} with seed {run.Seed}, which is not asked for";
            if (RequestDifference.Between(run, factory.Record(planned)) is { } difference) return difference;
        }

        return null;
    }
}
