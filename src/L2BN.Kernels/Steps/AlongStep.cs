using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>
/// Per sample: how much of dz points along z, ⟨z, dz⟩·scale²/τ², from the plane statistics alone. Taking it away makes the input's
/// gradient orthogonal to the input: the layer does not see a sample's length.
/// </summary>
internal static unsafe class AlongStep<T>
    where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int sample)
    {
        Problem<T>* p = (Problem<T>*)state;
        p->Along[sample] = 0;
        if (!p->Options.NormalizeSamples)
            return;
        double along = 0;
        for (int block = 0; block < p->Blocks; block++)
            along += ChannelLoop.Sum(new FromGradient(p, sample, block), p->Channels);
        if (p->Training)
            along -= ChannelLoop.Sum(new FromStatistics(p, sample), p->Channels);
        double share = p->Scale[sample] / p->Tau;
        p->Along[sample] = along * share * share;
    }

    /// <summary>w·Σ z·g' of a block, Σ z·g' = s·Σg'(x − p) + s·p·Σg'.</summary>
    private readonly struct FromGradient(Problem<T>* problem, int sample, int block) : IChannelTerm
    {
        private readonly double* _g = problem->SumG + (problem->Row(sample, block) * problem->Channels);
        private readonly double* _gx = problem->SumGX + (problem->Row(sample, block) * problem->Channels);
        private readonly double _scale = problem->Scale[sample], _inverse = problem->InverseScale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles inverse = TDoubles.Load(problem->Inverse + c);
            TDoubles pivot = PlaneCoefficients<T>.Pivot(TDoubles.Load(problem->Mean + c), inverse, TDoubles.Broadcast(_inverse));
            TDoubles sum = TDoubles.MulAdd(pivot, TDoubles.Load(_g + c), TDoubles.Load(_gx + c)) * TDoubles.Broadcast(_scale);
            return sum * TDoubles.Load(problem->Weight + c) * inverse;
        }
    }

    /// <summary>w·(biasShare·Σz + weightShare·Σz(z − μ)) of a plane.</summary>
    private readonly struct FromStatistics(Problem<T>* problem, int sample) : IChannelTerm
    {
        private readonly double* _mean = problem->PlaneMean + ((nint)sample * problem->Channels);
        private readonly double* _squares = problem->PlaneSquares + ((nint)sample * problem->Channels);
        private readonly double _scale = problem->Scale[sample];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles scale = TDoubles.Broadcast(_scale), z = scale * TDoubles.Load(_mean + c);
            TDoubles sum = z * TDoubles.Broadcast(problem->Positions);
            TDoubles centred = TDoubles.MulAdd(sum, z - TDoubles.Load(problem->Mean + c), scale * scale * TDoubles.Load(_squares + c));
            TDoubles both = TDoubles.MulAdd(TDoubles.Load(problem->BiasShare + c), sum, TDoubles.Load(problem->WeightShare + c) * centred);
            return both * TDoubles.Load(problem->Weight + c) * TDoubles.Load(problem->Inverse + c);
        }
    }
}
