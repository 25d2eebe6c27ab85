namespace L2BN.Lab.Compare;

/// <summary>How many runs are trained at the same time, and on how many threads each.</summary>
/// <param name="Jobs">Processes that train; 1 for this process alone.</param>
/// <param name="Threads">Threads of torch's operators in each.</param>
internal readonly record struct JobPlan(int Jobs, int Threads)
{
    // Evaluation and analysis come after the steps that were measured, and arms differ.
    private const double Reserve = 1.25;

    /// <summary>
    /// What the command line leaves open: a run per core, of one thread each, so that results depend on no machine's number of cores. With
    /// <paramref name="threads"/> alone, or on a GPU, one run after the other.
    /// </summary>
    public static JobPlan Create(int? jobs, int? threads, string device, int cores) => device == "cpu"
        ? new JobPlan(jobs ?? (threads is null ? cores : 1), threads ?? 1)
        : new JobPlan(jobs ?? 1, threads ?? cores);

    /// <summary>How many processes fit into memory, at least one.</summary>
    /// <param name="jobs">How many are wanted.</param>
    /// <param name="free">Bytes that are free beside the first, with those that the others use already; null where unknown.</param>
    /// <param name="peak">Bytes of the first at its peak; null where unknown.</param>
    public static int Fit(int jobs, long? free, long? peak) => free is not { } bytes || peak is not > 0
        ? jobs
        : (int)Math.Min(jobs, 1 + Math.Max(0, Math.Floor(bytes / (Reserve * peak.Value))));
}
