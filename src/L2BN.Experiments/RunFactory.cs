using L2BN.Data;
using L2BN.Results;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Builds the network of a planned run, and what is known of the run before its first step.</summary>
internal sealed class RunFactory(Func<string, nn.Module<Tensor, Tensor>> model, IReadOnlyList<DataSplits> folds, ComparisonOptions options, DateTimeOffset started)
{
    /// <summary>What the runs of a pair are trained and tested on.</summary>
    public DataSplits DataOf(PlannedRun run) => folds[run.Pair % folds.Count];

    public (nn.Module<Tensor, Tensor> Network, RunRecord Record) Build(PlannedRun run)
    {
        random.manual_seed(run.Seed);
        var network = model(run.Arm.Norm);
        return (network, RunRecords.Of(run, network, model.Method.Module, DataOf(run), options, started));
    }

    public RunRecord Record(PlannedRun run)
    {
        var (network, record) = Build(run);
        network.Dispose();
        return record;
    }
}
