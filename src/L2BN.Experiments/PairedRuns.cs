using L2BN.Results;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Trains every run of a plan that is not finished yet, from where it was left, writing records as they arrive.</summary>
internal sealed class PairedRuns(
    RunFactory factory, ComparisonOptions options, ComparisonFolder folder, IComparisonObserver observer)
{
    public IReadOnlyList<RunRecord> Run(
        IReadOnlyList<PlannedRun> plan, IReadOnlyDictionary<(string Arm, int Seed), RunRecord> kept, CancellationToken ct)
    {
        observer.OnPlan(plan);
        List<RunRecord> runs = [];
        foreach (PlannedRun run in plan)
        {
            ct.ThrowIfCancellationRequested();
            runs.Add(kept.TryGetValue((run.Arm.Name, run.Seed), out RunRecord? finished)
                ? Keep(run, finished, runs.Count, plan.Count)
                : Train(run, runs.Count, plan.Count, ct));
        }

        return runs;
    }

    private RunRecord Keep(PlannedRun run, RunRecord finished, int index, int count)
    {
        RunCheckpoints.FolderOf(PathOf(run)).DeleteAllButLast();
        Events(run, finished.Epochs);
        observer.OnRunReused(finished, index, count);
        return finished;
    }

    private TensorBoardLog? Events(PlannedRun run, IReadOnlyList<EpochRecord> finished) =>
        options.TensorBoard ? new TensorBoardLog(PathOf(run), finished) : null;

    private RunRecord Train(PlannedRun run, int index, int count, CancellationToken ct)
    {
        observer.OnRunStarted(run.Arm, run.Seed, index, count);
        RunMemory.Reset();
        var (network, record) = factory.Build(run);
        using var owned = network;
        CheckpointOptions? checkpoints = options.Checkpoints ? RunCheckpoints.Of(PathOf(run), record, factory.DataOf(run)) : null;
        var start = RunStart.Of(PathOf(run), record, checkpoints);
        record = Train(run, network, record, start, checkpoints, ct);
        checkpoints?.Folder.DeleteAllButLast();
        observer.OnRunFinished(record);
        return record;
    }

    private RunRecord Train(
        PlannedRun run, nn.Module<Tensor, Tensor> network, RunRecord record, RunStart start, CheckpointOptions? checkpoints, CancellationToken ct)
    {
        var trainer = new Trainer(network, factory.DataOf(run), options.Training with { Seed = run.Seed, Checkpoints = checkpoints });
        if (start.From is { } from)
        {
            trainer.Resume(from);
            observer.OnRunResumed(start.Epochs);
        }

        var listener = new RunObserver(start, Events(run, start.Epochs), observer, options.Training.Epochs);
        FinalRecord final = WholeRun(trainer.Run(listener, ct).Final, start, listener);
        RunAnalysis? analysis = Analyze(run, network, ct);
        if (analysis is not null) start.Folder.WriteAnalysis(analysis);
        start.Folder.Finish(final);
        return record with { Epochs = listener.Records, Final = final, Analysis = analysis };
    }

    // The trainer timed the steps of this start only, which may be none; the epochs on record speak for the whole run.
    private static FinalRecord WholeRun(FinalRecord final, RunStart start, RunObserver listener) => final with
    {
        PeakMemoryBytes = PeakMemory.Read(),
        MsPerStep = start.From is null ? final.MsPerStep : Timed(listener.Records) ?? final.MsPerStep,
    };

    // An epoch that was stopped between its last step and its evaluation has no step to time.
    private static double? Timed(IReadOnlyList<EpochRecord> epochs) =>
        Quantiles.Median(epochs.Select(epoch => epoch.MsPerStep).Where(double.IsFinite)) is var median && double.IsNaN(median) ? null : median;

    // Pictures show one seed per arm: the first.
    private RunAnalysis? Analyze(PlannedRun run, nn.Module<Tensor, Tensor> network, CancellationToken ct)
    {
        if (!options.Analyze) return null;
        observer.OnAnalysis();
        return new NetworkAnalysis(network, factory.DataOf(run), options.AnalyzedSamples, device(options.Training.Device)).Run(pictures: run.Pair == 0, ct);
    }

    private string PathOf(PlannedRun run) => folder.RunPath(run.Arm.Name, run.Seed);
}
