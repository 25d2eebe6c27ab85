using System.Diagnostics;
using L2BN.Kernels;
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

/// <summary>Counts the samples whose norm was below <c>norm_eps</c>, and warns at the first.</summary>
internal sealed class SmallNormCounter(string layer)
{
    private long _count;

    internal long Count => Interlocked.Read(ref _count);

    internal void Add(long samples, double normEps)
    {
        if (samples > 0 && Interlocked.Add(ref _count, samples) == samples)
            Warn(samples, normEps);
    }

    internal void Reset() => Interlocked.Exchange(ref _count, 0);

    private void Warn(long samples, double normEps) => Trace.TraceWarning(
        $"{layer}: {samples} sample(s) have a norm below norm_eps = {normEps}: they are scaled, not normalized, " +
        "and have a gradient of zero. Further ones are counted without a message (small_norm_samples).");
}
