using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// Mean and variance of every channel of z over samples and positions, from the planes: the mean of the planes' means, then the
/// planes' centered squares about it. Two sweeps over N·C numbers in double leave nothing to cancel.
/// </summary>
internal static unsafe class ChannelStatisticsStep<TStorage, T, TStatistics>
    where TStorage : unmanaged
    where T : unmanaged
    where TStatistics : struct, IPlaneStatistics
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        (int from, int to) = ChannelLoop.Part(part, p->Channels);
        ChannelLoop.Map(new MergedPlanes(p), from, to);
        double count = (double)p->Samples * p->Positions;
        for (int c = from; c < to; c++)
        {
            p->InverseDeviation[c] = ChannelStatistics.InverseDeviation(p->Variance[c], p->Options.Eps);
            p->Variance[c] *= count / (count - 1);
        }
    }

    /// <summary>Stores the mean and the biased variance.</summary>
    private readonly struct MergedPlanes(KernelArgs<TStorage, T>* args) : IChannelMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            KernelArgs<TStorage, T>* p = args;
            TDoubles sum = default, squares = default, positions = TDoubles.Broadcast(p->Positions);
            for (int i = 0; i < p->Samples; i++)
                sum = TDoubles.MulAdd(TDoubles.Broadcast(p->Scale[i]), TStatistics.Mean<TDoubles, TStorage, T>(p, i, c), sum);
            TDoubles mean = sum * TDoubles.Broadcast(1.0 / p->Samples);
            for (int i = 0; i < p->Samples; i++)
            {
                TDoubles scale = TDoubles.Broadcast(p->Scale[i]);
                TDoubles off = (scale * TStatistics.Mean<TDoubles, TStorage, T>(p, i, c)) - mean;
                squares += TDoubles.MulAdd(scale * scale, TStatistics.Squares<TDoubles, TStorage, T>(p, i, c), positions * off * off);
            }

            mean.Store(p->Mean + c);
            (squares * TDoubles.Broadcast(1.0 / ((double)p->Samples * p->Positions))).Store(p->Variance + c);
        }
    }
}

/// <summary>What training and evaluation compute alike from a channel's statistics.</summary>
internal static class ChannelStatistics
{
    /// <summary>1/√(variance + eps); 0 where both are 0, as in libtorch, so that a constant channel gives its bias.</summary>
    public static double InverseDeviation(double variance, double eps) => variance + eps == 0 ? 0 : 1 / Math.Sqrt(variance + eps);
}
