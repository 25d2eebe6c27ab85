using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>What the analysis of the trained networks cost, from the times on record.</summary>
public static class AnalysisCost
{
    /// <summary>
    /// <c>12.1 s, 7.8 % of training and analysis</c>, over all finished runs; null where no analysis was timed. Training is the sum of the
    /// epochs with their evaluation.
    /// </summary>
    public static string? Text(IEnumerable<RunRecord> runs)
    {
        RunRecord[] timed = [.. runs.Where(run => run.Analysis?.Seconds is not null)];
        if (timed.Length == 0) return null;
        double analysis = timed.Sum(run => run.Analysis!.Seconds!.Value);
        double training = timed.Sum(run => run.Epochs.Sum(epoch => epoch.Seconds));
        return $"{Numbers.Duration(TimeSpan.FromSeconds(analysis))}, {Numbers.Fixed(100 * analysis / (analysis + training), 1)} % of training and analysis";
    }
}
