using System.Runtime.InteropServices;
using L2BN.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Listens at one tap: takes the features of a batch as they pass, adds them once labels and predictions are known.</summary>
internal sealed class Probe(FeatureTap tap, int classes, FeatureStatisticsOptions options)
{
    private float[]? _batch;

    public FeatureTap Tap => tap;

    public FeatureStatistics Statistics { get; } = new(tap.Dimension, classes, options);

    /// <summary>False once a feature was not finite: nothing can be said about this tap then.</summary>
    public bool IsFinite { get; private set; } = true;

    // A copy: the layer behind may write into the same tensor.
    public void Take(Tensor input, Tensor output)
    {
        if (_batch is not null) return;
        using var scope = NewDisposeScope();
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
