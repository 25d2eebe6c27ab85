using L2BN.Results;
using L2BN.Training;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Trains every run of a plan that is not finished yet, writing records as they arrive.</summary>
internal sealed class PairedRuns(
    RunFactory factory, ComparisonOptions options, ComparisonFolder folder, IComparisonObserver observer)
{
    public IReadOnlyList<RunRecord> Run(
        IReadOnlyList<PlannedRun> plan, IReadOnlyDictionary<(string Arm, int Seed), RunRecord> kept, CancellationToken ct)
    {
        List<RunRecord> runs = [];
        foreach (PlannedRun run in plan)
        {
            ct.ThrowIfCancellationRequested();
            runs.Add(kept.TryGetValue((run.Arm.Name, run.Seed), out RunRecord? finished)
                ? Keep(run, finished, runs.Count, plan.Count) : Train(run, runs.Count, plan.Count, ct));
        }

        return runs;
    }

    private RunRecord Keep(PlannedRun run, RunRecord finished, int index, int count)
    {
        Events(run, finished.Epochs);
        observer.OnRunKept(finished, index, count);
        return finished;
    }

    private TensorBoardLog? Events(PlannedRun run, IReadOnlyList<EpochRecord> finished) =>
        options.TensorBoard ? new TensorBoardLog(folder.RunPath(run.Arm.Name, run.Seed), finished) : null;

    private RunRecord Train(PlannedRun run, int index, int count, CancellationToken ct)
    {
        observer.OnRunStarted(run.Arm, run.Seed, index, count);
        Memory.StartOver();
        var (network, record) = factory.Build(run);
        using var owned = network;
        RunFolder runFolder = RunFolder.Create(folder.RunPath(run.Arm.Name, run.Seed), record);
        var trainer = new Trainer(network, factory.DataOf(run), options.Training with { Seed = run.Seed });
        var runObserver = new RunObserver(runFolder, Events(run, []), observer, options.Training.Epochs);
        FinalRecord final = trainer.Run(runObserver, ct).Final with { PeakMemoryBytes = PeakMemory.Read() };
        RunAnalysis? analysis = Analyse(run, network, ct);
        if (analysis is not null) runFolder.WriteAnalysis(analysis);
        runFolder.Finish(final);
        record = record with { Epochs = runObserver.Records, Final = final, Analysis = analysis };
        observer.OnRunFinished(record);
        return record;
    }

    // Pictures show one seed per arm: the first.
    private RunAnalysis? Analyse(PlannedRun run, nn.Module<Tensor, Tensor> network, CancellationToken ct) => options.Analyse
        ? new NetworkAnalysis(network, factory.DataOf(run), options.AnalysedSamples, device(options.Training.Device)).Run(pictures: run.Pair == 0, ct)
        : null;
}
