using L2BN.Data;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Trains every arm with every seed, writing each run's records as they arrive.</summary>
internal sealed class PairedRuns(
    Func<string, nn.Module<Tensor, Tensor>> model, DataSplits data, ComparisonOptions options, ComparisonFolder folder, IComparisonObserver observer)
{
    public IReadOnlyList<RunRecord> Run(IReadOnlyList<Arm> arms, DateTimeOffset started, CancellationToken ct)
    {
        List<RunRecord> runs = [];
        foreach ((Arm arm, int armIndex, int pair) in Order(arms))
            runs.Add(RunOne(arm, armIndex, arm.Seed(options.Training.Seed, pair), started, runs.Count, arms.Count * options.Seeds, ct));
        return runs;
    }

    // Odd pairs run the arms backwards: whatever drifts within a pair (temperature, other processes) favours nobody.
    private IEnumerable<(Arm Arm, int ArmIndex, int Pair)> Order(IReadOnlyList<Arm> arms) =>
        Enumerable.Range(0, options.Seeds).SelectMany(pair =>
        {
            var inOrder = arms.Select((arm, index) => (arm, index, pair));
            return pair % 2 == 0 ? inOrder : inOrder.Reverse();
        });

    private RunRecord RunOne(Arm arm, int armIndex, int seed, DateTimeOffset started, int index, int count, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        observer.OnRunStarted(arm, seed, index, count);
        random.manual_seed(seed);
        using nn.Module<Tensor, Tensor> network = model(arm.Norm);
        RunRecord record = RunRecords.Of(arm, armIndex, seed, network, data, options, started);
        RunFolder runFolder = RunFolder.Create(folder.RunPath(arm.Name, seed), record);
        var trainer = new Trainer(network, data, options.Training with { Seed = seed });
        var (epochs, final) = trainer.Run(new RunObserver(runFolder, observer), ct);
        runFolder.Finish(final);
        record = record with { Epochs = epochs, Final = final };
        observer.OnRunFinished(record);
        return record;
    }

    private sealed class RunObserver(RunFolder folder, IComparisonObserver outer) : ITrainingObserver
    {
        public void OnStep(long step, long steps) => outer.OnStep(step, steps);

        public void OnEpoch(EpochRecord epoch)
        {
            folder.Append(epoch);
            outer.OnEpoch(epoch);
        }
    }
}
