using L2BN.Data;
using L2BN.Training.Batches;
using L2BN.Training.Evaluation;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>One pass over a data set with listeners at some taps.</summary>
internal static class ProbePass
{
    private const int MostSamples = 128;

    public static void Run(
        nn.Module<Tensor, Tensor> network, IReadOnlyList<Probe> probes, IDataset dataset, Normalization normalization, Device device, CancellationToken ct)
    {
        using var hooks = new Hooks();
        foreach (Probe probe in probes) hooks.Add(probe.Tap.Module, probe.Take);
        int batchSize = Math.Min(MostSamples, Evaluator.BatchSize(dataset.Shape));
        var stream = new BatchStream(dataset, new BatchOptions { BatchSize = batchSize, Shuffle = false, Normalization = normalization });
        foreach (Batch batch in stream.Epoch(0, 0, ct))
            using (batch)
                Add(probes, batch, Predictions(network, batch, device));
    }

    private static long[] Predictions(nn.Module<Tensor, Tensor> network, Batch batch, Device device)
    {
        using var scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, device);
        return network.call(tensors.Inputs).argmax(1).cpu().data<long>().ToArray();
    }

    private static void Add(IReadOnlyList<Probe> probes, Batch batch, long[] predictions)
    {
        int[] labels = [.. batch.Labels.Take(batch.Count).Select(label => (int)label)];
        Parallel.ForEach(probes, probe => probe.Add(labels, predictions));
    }
}
