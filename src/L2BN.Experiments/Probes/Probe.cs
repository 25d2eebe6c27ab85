using System.Runtime.InteropServices;
using L2BN.Analysis.FeatureMeasures;
using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Training;
using L2BN.Training.Batches;
using L2BN.Training.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments.Probes;

/// <summary>Observes one tap: copies the features of a batch, and adds them to the statistics once labels and predictions are
/// known.</summary>
internal sealed class Probe(FeatureTap tap, int classes, FeatureStatisticsOptions options)
{
    private float[]? _batch;

    public FeatureTap Tap => tap;

    public FeatureStatistics Statistics { get; } = new(tap.Dimension, classes, options);

    /// <summary>False once a feature was not finite: nothing can be said about this tap then.</summary>
    public bool IsFinite { get; private set; } = true;

    // A copy: the next layer may write into the same tensor.
    public void Take(Tensor input, Tensor output)
    {
        if (_batch is not null)
            return;
        using DisposeScope scope = NewDisposeScope();
        Tensor features = tap.Read(input, output).to_type(ScalarType.Float32).cpu().contiguous();
        IsFinite &= features.isfinite().all().item<bool>();
        _batch = MemoryMarshal.Cast<byte, float>(features.bytes).ToArray();
    }

    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<long> predictions)
    {
        for (int i = 0; i < labels.Length && IsFinite && _batch is not null; i++)
            Statistics.Add(_batch.AsSpan(i * tap.Dimension, tap.Dimension), labels[i], (int)predictions[i]);
        _batch = null;
    }
}

/// <summary>One pass over a data set with listeners at some taps.</summary>
internal static class ProbePass
{
    private const int MostSamples = 128;

    public static void Run(
        nn.Module<Tensor, Tensor> network,
        IReadOnlyList<Probe> probes,
        IDataset dataset,
        Normalization normalization,
        Device device,
        CancellationToken ct)
    {
        using var hooks = new ForwardHooks();
        foreach (Probe probe in probes)
            hooks.Add(probe.Tap.Module, probe.Take);
        int batchSize = Math.Min(MostSamples, Evaluator.BatchSize(dataset.Shape));
        var stream = new BatchStream(dataset, new BatchOptions { BatchSize = batchSize, Shuffle = false, Normalization = normalization });
        foreach (Batch batch in stream.Epoch(0, 0, ct))
            using (batch)
                Add(probes, batch, Predictions(network, batch, device));
    }

    private static long[] Predictions(nn.Module<Tensor, Tensor> network, Batch batch, Device device)
    {
        using DisposeScope scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, device);
        return network.call(tensors.Inputs).argmax(1).cpu().data<long>().ToArray();
    }

    private static void Add(IReadOnlyList<Probe> probes, Batch batch, long[] predictions)
    {
        int[] labels = [.. batch.Labels.Take(batch.Count).Select(label => (int)label)];
        Parallel.ForEach(probes, probe => probe.Add(labels, predictions));
    }
}
