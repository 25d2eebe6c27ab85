using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>Per channel: dβ = Σg', dγ = Σg'·x̂, and what training subtracts from g' for them.</summary>
internal static unsafe class ChannelGradientStep<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        int from = part * ChannelStep<T>.PartChannels;
        ChannelLoop.Map(new Summed(p), from, Math.Min(p->Channels, from + ChannelStep<T>.PartChannels));
    }

    private readonly struct Summed(Problem<T>* problem) : IChannelMap
    {
        private readonly double _share = problem->Training ? 1 / ((double)problem->Samples * problem->Positions) : 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            Problem<T>* p = problem;
            TDoubles mean = TDoubles.Load(p->Mean + c), inverse = TDoubles.Load(p->Inverse + c), sumG = default, sumGZ = default;
            double* g = p->SumG + c, gx = p->SumGX + c;
            for (int i = 0; i < p->Samples; i++)
            {
                TDoubles scale = TDoubles.Broadcast(p->Scale[i]);
                TDoubles pivot = PlaneCoefficients<T>.Pivot(mean, inverse, TDoubles.Broadcast(p->InverseScale[i]));
                TDoubles off = TDoubles.MulAdd(scale, pivot, default(TDoubles) - mean);
                for (int block = 0; block < p->Blocks; block++, g += p->Channels, gx += p->Channels)
                {
                    TDoubles blockG = TDoubles.Load(g);
                    sumG += blockG;
                    sumGZ = TDoubles.MulAdd(scale, TDoubles.Load(gx), TDoubles.MulAdd(off, blockG, sumGZ));
                }
            }

            TDoubles weight = inverse * sumGZ, share = TDoubles.Broadcast(_share);
            sumG.Store(p->GradBias + c);
            weight.Store(p->GradWeight + c);
            (sumG * share).Store(p->BiasShare + c);
            (weight * inverse * share).Store(p->WeightShare + c);
        }
    }
}
