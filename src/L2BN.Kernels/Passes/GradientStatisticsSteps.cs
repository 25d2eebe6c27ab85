using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Per channel: dβ = Σg', dγ = Σg'·x̂, and what training subtracts from g' for them.</summary>
internal static unsafe class ChannelGradientStep<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    /// <summary>Block by block, with sums of all channels of the part beside each other: statistics are read in the order of
    /// memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        (int from, int to) = ChannelLoop.Part(part, p->Channels);
        double* sumDy = stackalloc double[2 * ChannelLoop.PartChannels], sumDyZ = sumDy + ChannelLoop.PartChannels;
        new Span<double>(sumDy, 2 * ChannelLoop.PartChannels).Clear();
        for (int i = 0; i < p->Samples; i++)
        {
            for (int block = 0; block < p->Blocks; block++)
                ChannelLoop.Map(new AddedSums(p, i, block, sumDy - from, sumDyZ - from), from, to);
        }

        double share = p->Training ? 1 / ((double)p->Samples * p->Positions) : 0;
        for (int c = from; c < to; c++)
        {
            double inverse = p->InverseDeviation[c], weight = inverse * sumDyZ[c - from];
            (p->GradBias[c], p->GradWeight[c]) = (sumDy[c - from], weight);
            (p->BiasShare[c], p->WeightShare[c]) = (sumDy[c - from] * share, weight * inverse * share);
        }
    }

    private readonly struct AddedSums(KernelArgs<TStorage, T>* args, int sample, int block, double* sumDy, double* sumDyZ) : IChannelMap
    {
        private readonly double* _sumDy = sumDy, _sumDyZ = sumDyZ;
        private readonly double* _dy = args->SumDy + (args->Row(sample, block) * args->Channels);
        private readonly double* _dyXmu = args->SumDyXmu + (args->Row(sample, block) * args->Channels);
        private readonly double _scale = args->Scale[sample], _inverseScale = args->InverseScale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles mean = TDoubles.Load(args->Mean + c), inverse = TDoubles.Load(args->InverseDeviation + c);
            TDoubles scale = TDoubles.Broadcast(_scale), dy = TDoubles.Load(_dy + c);
            TDoubles pivot = PlaneCoefficients<TStorage, T>.Pivot(mean, inverse, TDoubles.Broadcast(_inverseScale));
            TDoubles off = TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean);
            TDoubles dyZ = TDoubles.MulAdd(off, dy, TDoubles.Load(_sumDyZ + c));
            (TDoubles.Load(_sumDy + c) + dy).Store(_sumDy + c);
            TDoubles.MulAdd(scale, TDoubles.Load(_dyXmu + c), dyZ).Store(_sumDyZ + c);
        }
    }
}

/// <summary>
/// Per sample: the component of dz along z, ⟨z, dz⟩·scale²/τ², from the plane statistics alone. Subtracting it makes the input's gradient
/// orthogonal to the input: the layer does not depend on a sample's length.
/// </summary>
internal static unsafe class RadialStep<TStorage, T, TStatistics>
    where TStorage : unmanaged
    where T : unmanaged
    where TStatistics : struct, IPlaneStatistics
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int sample)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        p->RadialComponent[sample] = 0;
        if (!p->Options.NormalizeSamples)
            return;
        double radial = 0;
        for (int block = 0; block < p->Blocks; block++)
            radial += ChannelLoop.Sum(new FromGradient(p, sample, block), p->Channels);
        if (p->Training)
            radial -= ChannelLoop.Sum(new FromStatistics(p, sample), p->Channels);
        double share = p->Scale[sample] / p->Tau;
        p->RadialComponent[sample] = radial * share * share;
    }

    /// <summary>w·Σ z·g' of a block, Σ z·g' = s·Σg'(x − p) + s·p·Σg'.</summary>
    private readonly struct FromGradient(KernelArgs<TStorage, T>* args, int sample, int block) : IChannelTerm
    {
        private readonly double* _dy = args->SumDy + (args->Row(sample, block) * args->Channels);
        private readonly double* _dyXmu = args->SumDyXmu + (args->Row(sample, block) * args->Channels);
        private readonly double _scale = args->Scale[sample], _inverse = args->InverseScale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Compute<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles inverse = TDoubles.Load(args->InverseDeviation + c);
            TDoubles pivot = PlaneCoefficients<TStorage, T>.Pivot(TDoubles.Load(args->Mean + c), inverse, TDoubles.Broadcast(_inverse));
            TDoubles sum = TDoubles.MulAdd(pivot, TDoubles.Load(_dy + c), TDoubles.Load(_dyXmu + c)) * TDoubles.Broadcast(_scale);
            return sum * TDoubles.Load(args->Weight + c) * inverse;
        }
    }

    /// <summary>w·(biasShare·Σz + weightShare·Σz(z − μ)) of a plane.</summary>
    private readonly struct FromStatistics(KernelArgs<TStorage, T>* args, int sample) : IChannelTerm
    {
        private readonly double _scale = args->Scale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Compute<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles scale = TDoubles.Broadcast(_scale), z = scale * TStatistics.Mean<TDoubles, TStorage, T>(args, sample, c);
            TDoubles squares = TStatistics.Squares<TDoubles, TStorage, T>(args, sample, c), sum = z * TDoubles.Broadcast(args->Positions);
            TDoubles centered = TDoubles.MulAdd(sum, z - TDoubles.Load(args->Mean + c), scale * scale * squares);
            TDoubles both = TDoubles.MulAdd(TDoubles.Load(args->BiasShare + c), sum, TDoubles.Load(args->WeightShare + c) * centered);
            return both * TDoubles.Load(args->Weight + c) * TDoubles.Load(args->InverseDeviation + c);
        }
    }
}
