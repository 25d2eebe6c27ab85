using L2BN.Kernels.Lanes;

namespace L2BN.Kernels;

/// <summary>The running statistics of a layer, in the type in which they are stored.</summary>
public static class RunningStatistics
{
    /// <summary>running = (1 − momentum)·running + momentum·batch, in double and rounded once.</summary>
    /// <typeparam name="T">float, double or <see cref="BFloat16"/>.</typeparam>
    /// <param name="running">Mean or variance per channel; may be empty.</param>
    /// <param name="batch">The batch's, as the kernel computed them: at least as many values.</param>
    /// <param name="momentum">The weight of the batch, 0 … 1.</param>
    public static void Update<T>(Span<T> running, ReadOnlySpan<double> batch, double momentum)
        where T : unmanaged
    {
        for (int c = 0; c < running.Length; c++)
            running[c] = Storage.FromDouble<T>(((1 - momentum) * Storage.ToDouble(running[c])) + (momentum * batch[c]));
    }
}
