using System.Diagnostics;

namespace L2BN;

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
        $"{layer}: {samples} sample(s) have a norm below norm_eps = {normEps}: they are scaled, not normalised, " +
        "and have a gradient of zero. Further ones are counted without a message (small_norm_samples).");
}
