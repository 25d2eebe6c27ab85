using System.Diagnostics;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>One call of the layer with every option resolved: what the fused or composed path computes.</summary>
/// <param name="Options">What is computed.</param>
/// <param name="UseBatchStatistics">Normalize by this batch's statistics (training) instead of the running ones.</param>
/// <param name="Momentum">Weight of this batch in the running statistics, 0 to 1.</param>
internal readonly record struct NormCall(NormOptions Options, bool UseBatchStatistics, double Momentum);

/// <summary>The tensors a call reads and (running statistics, in training) updates: each [C] or absent.</summary>
internal readonly record struct NormState(Tensor? RunningMean, Tensor? RunningVar, Tensor? Weight, Tensor? Bias)
{
    /// <summary>The type of the first that is present, null if all are absent.</summary>
    internal ScalarType? ParameterType => (Weight ?? Bias ?? RunningMean ?? RunningVar)?.dtype;
}

/// <summary>Counts the samples whose norm was below <c>norm_eps</c>, and warns at the first. Those of a GPU are counted there, so that no
/// call waits for it, and added when the count is read.</summary>
internal sealed class SmallNormCounter(string layer)
{
    private readonly Lock _lock = new();
    private long _count;
    private Tensor? _onDevice;
    private double _normEps;

    internal long Count
    {
        get
        {
            Collect();
            return Interlocked.Read(ref _count);
        }
    }

    internal void Add(long samples, double normEps)
    {
        if (samples > 0 && Interlocked.Add(ref _count, samples) == samples)
            Warn(samples, normEps);
    }

    internal void Reset()
    {
        Collect();
        Interlocked.Exchange(ref _count, 0);
    }

    /// <summary>A number on the device, to which its kernels add.</summary>
    internal Tensor OnDevice(Device device, double normEps)
    {
        lock (_lock)
        {
            if (_onDevice is not null && (_onDevice.device_type != device.type || _onDevice.device_index != device.index))
                Collect();
            _normEps = normEps;
            return _onDevice ??= zeros(1, ScalarType.Int64, device).DetachFromDisposeScope();
        }
    }

    // Waits for the device.
    private void Collect()
    {
        lock (_lock)
        {
            if (_onDevice is null)
                return;
            Add(_onDevice.item<long>(), _normEps);
            _onDevice.Dispose();
            _onDevice = null;
        }
    }

    private void Warn(long samples, double normEps) => Trace.TraceWarning(
        $"{layer}: {samples} sample(s) have a norm below norm_eps = {normEps}: they are scaled, not normalized, " +
        "and have a gradient of zero. Further ones are counted without a message (small_norm_samples).");
}
