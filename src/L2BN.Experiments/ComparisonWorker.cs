using L2BN.Data;
using L2BN.Results;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Trains single runs of a comparison that another process plans, reports on and holds the folder of.</summary>
public static class ComparisonWorker
{
    /// <summary>Trains runs one after the other; one that is finished on disk is only reported.</summary>
    /// <param name="model">Builds a classifier from the name of a norm, as in the process that plans.</param>
    /// <param name="folds">The same data.</param>
    /// <param name="options">The same options, with the folder of the comparison.</param>
    /// <param name="work">What to train.</param>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="ct">Cancels between two steps, after saving.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or a number is of no run of the plan.</exception>
    /// <exception cref="ResultsException">A folder cannot be written, or has a run that must not be continued.</exception>
    public static void Run(
        Func<string, nn.Module<Tensor, Tensor>> model, IReadOnlyList<DataSplits> folds, ComparisonOptions options, WorkerRuns work,
        IComparisonObserver observer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        options.Validate();
        var runs = new ComparisonRuns(model, folds, options, work.Started) { Jobs = work.Jobs };
        var folder = ComparisonFolder.Open(options.Output ?? throw new ArgumentException("Expected the comparison's folder; got none."));
        foreach (int index in work.Indices)
        {
            if (index < 0 || index >= runs.Plan.Count)
                throw new ArgumentException($"Expected the number of a run from 0 to {runs.Plan.Count - 1}; got {index}.");
            runs.Train(runs.Plan[index], folder, observer, ct);
        }
    }
}

/// <summary>What a worker trains.</summary>
/// <param name="Indices">Numbers of runs (<see cref="PlannedRun.Index"/>), taken one by one as each run ends.</param>
/// <param name="Jobs">How many runs are trained at this moment in all processes, ≥ 1; it is recorded with the times.</param>
/// <param name="Started">When the comparison was started.</param>
public sealed record WorkerRuns(IEnumerable<int> Indices, Func<int> Jobs, DateTimeOffset Started);
