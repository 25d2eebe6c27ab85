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
    /// <summary>Sample by sample, with sums of all channels of the part beside each other: statistics are read in the order of
    /// memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        (int from, int to) = ChannelLoop.Part(part, p->Channels);
        double* sums = stackalloc double[ChannelLoop.PartChannels];
        new Span<double>(sums, to - from).Clear();
        for (int i = 0; i < p->Samples; i++)
            ChannelLoop.Map(new AddedMean(p, i, sums - from), from, to);
        for (int c = from; c < to; c++)
            p->Mean[c] = sums[c - from] * (1.0 / p->Samples);
        new Span<double>(sums, to - from).Clear();
        for (int i = 0; i < p->Samples; i++)
            ChannelLoop.Map(new AddedSquares(p, i, sums - from), from, to);
        double count = (double)p->Samples * p->Positions;
        for (int c = from; c < to; c++)
        {
            double variance = sums[c - from] * (1.0 / count);
            p->InverseDeviation[c] = ChannelStatistics.InverseDeviation(variance, p->Options.Eps);
            p->Variance[c] = variance * (count / (count - 1));
        }
    }

    private readonly struct AddedMean(KernelArgs<TStorage, T>* args, int sample, double* sums) : IChannelMap
    {
        private readonly double* _sums = sums;
        private readonly double _scale = args->Scale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles mean = TStatistics.Mean<TDoubles, TStorage, T>(args, sample, c);
            TDoubles.MulAdd(TDoubles.Broadcast(_scale), mean, TDoubles.Load(_sums + c)).Store(_sums + c);
        }
    }

    private readonly struct AddedSquares(KernelArgs<TStorage, T>* args, int sample, double* sums) : IChannelMap
    {
        private readonly double* _sums = sums;
        private readonly double _scale = args->Scale[sample], _positions = args->Positions;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles scale = TDoubles.Broadcast(_scale);
            TDoubles off = (scale * TStatistics.Mean<TDoubles, TStorage, T>(args, sample, c)) - TDoubles.Load(args->Mean + c);
            TDoubles between = TDoubles.Broadcast(_positions) * off * off;
            TDoubles squares = TDoubles.MulAdd(scale * scale, TStatistics.Squares<TDoubles, TStorage, T>(args, sample, c), between);
            (TDoubles.Load(_sums + c) + squares).Store(_sums + c);
        }
    }
}

/// <summary>What training and evaluation compute alike from a channel's statistics.</summary>
internal static class ChannelStatistics
{
    /// <summary>1/√(variance + eps); 0 where both are 0, as in libtorch, so that a constant channel gives its bias.</summary>
    public static double InverseDeviation(double variance, double eps) => variance + eps == 0 ? 0 : 1 / Math.Sqrt(variance + eps);
}
