using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Trains runs of a comparison in other processes than the one that plans it.</summary>
public interface IRunWorkers
{
    /// <summary>Trains runs; the process that trains one takes the claim of its folder (<see cref="ComparisonWorker"/>).</summary>
    /// <param name="runs">Runs of the plan that are not finished, in its order.</param>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="observer">Receives the progress of all of them, on the calling thread.</param>
    /// <param name="ct">Cancels every run between two steps, after saving.</param>
    /// <returns>The finished record of every run, by <see cref="PlannedRun.Index"/>.</returns>
    IReadOnlyDictionary<int, RunRecord> Train(
        IReadOnlyList<PlannedRun> runs, string folder, IComparisonObserver observer, CancellationToken ct);
}
