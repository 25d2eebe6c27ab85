using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;

namespace L2BN.Kernels.Steps;

/// <summary>Per sample: planes from their blocks, the norm from the planes, the scale τ/max(norm, norm_eps) and the unit.</summary>
internal static unsafe class NormStep<T, TLanes>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    // Between 2⁻⁴⁰ and 2⁴⁰ root mean square neither coefficients nor centred values can leave the range of float.
    private const int OrdinaryExponent = 40;

    // Squares of doubles from here on are exact enough: a smaller sum may have lost terms to underflow.
    private const double SmallestSum = 1e-280;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int sample)
    {
        Problem<T>* p = (Problem<T>*)state;
        Merge(p, sample);
        (p->Scale[sample], p->InverseScale[sample], p->Unit[sample], p->Live[sample]) = (1, 1, 1, 1);
        if (!p->Options.NormalizeSamples)
            return;
        double* mean = p->PlaneMean + ((nint)sample * p->Channels), squares = p->PlaneSquares + ((nint)sample * p->Channels);
        double sum = Sum(p, mean, squares), unit = 1;
        if (typeof(T) == typeof(double) && !(sum >= SmallestSum && sum <= double.MaxValue) && OutOfRange(p, sample, ref sum, ref unit))
            sum = Sum(p, mean, squares);
        if (p->Blocks > 1 && !double.IsFinite(sum) && typeof(T) == typeof(float))
            sum = InfiniteBlocks(p, sample, sum);
        Finish(p, sample, Math.Sqrt(sum), unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(Problem<T>* p, double* mean, double* squares) =>
        ChannelLoop.Sum(new SquaredLength(mean, squares, p->Positions), p->Channels);

    /// <summary>Doubles beyond 1e±140: takes the sample's moments again in its own unit. False where there is nothing to rescale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool OutOfRange(Problem<T>* p, int sample, ref double sum, ref double unit)
    {
        nint dimension = (nint)p->Channels * p->Positions;
        double ignored = 0;
        if (!Magnitude.Unit(p->X + (sample * dimension), dimension, 1, ref ignored, ref sum, out unit))
            return InfinitePlanes(p, sample);
        MomentsStep<T, TLanes>.Sample(p, sample, unit);
        Merge(p, sample);
        return true;
    }

    /// <summary>Says of each plane whether it holds an infinity or a NaN, as the float path does plane by plane.</summary>
    private static bool InfinitePlanes(Problem<T>* p, int sample)
    {
        for (int c = 0; c < p->Channels; c++)
        {
            nint at = ((nint)sample * p->Channels) + c, dimension = (nint)p->Channels * p->Positions;
            T* x = p->X + (sample * dimension) + (p->Rows ? c : (nint)c * p->Positions);
            double largest = Magnitude.Largest(x, p->Positions, p->Rows ? p->Channels : 1);
            if (!double.IsFinite(largest))
                (p->PlaneMean[at], p->PlaneSquares[at]) = (largest, largest);
        }

        return false;
    }

    /// <summary>Merging turns an infinite block into NaN; says again of each plane whether it holds an infinity or a NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double InfiniteBlocks(Problem<T>* p, int sample, double sum)
    {
        double largest = 0;
        for (int c = 0; c < p->Channels; c++)
        {
            nint at = ((nint)sample * p->Channels) + c;
            double plane = Magnitude.Largest(p->BlockMean + (p->Row(sample, 0) * p->Channels) + c, p->Blocks, p->Channels);
            if (!double.IsFinite(plane))
                (p->PlaneMean[at], p->PlaneSquares[at]) = (plane, plane);
            largest = Math.Max(largest, plane);
        }

        return double.IsFinite(largest) ? sum : largest;
    }

    /// <summary>From the norm, measured in <paramref name="unit"/>, to scale and final unit.</summary>
    private static void Finish(Problem<T>* p, int sample, double norm, double unit)
    {
        double trueNorm = norm / unit, clamped = Math.Max(trueNorm, p->Options.NormEps);
        bool small = trueNorm < p->Options.NormEps || norm == 0;
        double typical = (small ? clamped : norm) / Math.Sqrt((double)p->Channels * p->Positions);
        double own = small ? 1 : unit, final = FinalUnit(typical, own);
        Rescale(p, sample, final / unit);
        double length = small ? clamped * final : norm * (final / unit);
        double scale = length == 0 ? 0 : p->Tau / length;
        (p->Scale[sample], p->InverseScale[sample]) = (scale, scale == 0 ? 0 : 1 / scale);
        (p->Unit[sample], p->Live[sample]) = (final, small ? 0 : 1);
    }

    /// <summary>The unit in which a typical value, given in units of 1/<paramref name="own"/>, is ordinary.</summary>
    private static double FinalUnit(double typical, double own)
    {
        if (!(typical > 0 && double.IsFinite(typical)))
            return 1;
        int exponent = Math.ILogB(typical) - Math.ILogB(own);
        int limit = typeof(T) == typeof(float) ? 126 : 1022;
        return Math.Abs(exponent) <= OrdinaryExponent ? 1 : Math.ScaleB(1, -Math.Clamp(exponent, -limit, limit));
    }

    private static void Rescale(Problem<T>* p, int sample, double factor)
    {
        if (factor == 1)
            return;
        for (nint at = (nint)sample * p->Channels, end = at + p->Channels; at < end; at++)
        {
            p->PlaneMean[at] *= factor;
            p->PlaneSquares[at] = p->PlaneSquares[at] * factor * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Problem<T>* p, int sample)
    {
        if (p->Blocks > 1)
            ChannelLoop.Map(new Merged(p, sample), 0, p->Channels);
    }

    /// <summary>Blocks of a plane, merged in their order (Chan, Golub, LeVeque 1983).</summary>
    private readonly struct Merged(Problem<T>* problem, int sample) : IChannelMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            nint at = (problem->Row(sample, 0) * problem->Channels) + c;
            TDoubles mean = TDoubles.Load(problem->BlockMean + at), squares = TDoubles.Load(problem->BlockSquares + at);
            double seen = problem->LengthOf(0);
            for (int block = 1; block < problem->Blocks; block++)
            {
                at += problem->Channels;
                double more = problem->LengthOf(block), all = seen + more;
                TDoubles delta = TDoubles.Load(problem->BlockMean + at) - mean;
                mean = TDoubles.MulAdd(delta, TDoubles.Broadcast(more / all), mean);
                squares += TDoubles.MulAdd(delta * delta, TDoubles.Broadcast(seen / all * more), TDoubles.Load(problem->BlockSquares + at));
                seen = all;
            }

            mean.Store(problem->PlaneMean + ((nint)sample * problem->Channels) + c);
            squares.Store(problem->PlaneSquares + ((nint)sample * problem->Channels) + c);
        }
    }

    /// <summary>Σx² of a plane = M2 + S·mean².</summary>
    private readonly struct SquaredLength(double* mean, double* squares, int positions) : IChannelTerm
    {
        private readonly double* _mean = mean, _squares = squares;
        private readonly double _positions = positions;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles At<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles mean = TDoubles.Load(_mean + c);
            return TDoubles.MulAdd(TDoubles.Broadcast(_positions) * mean, mean, TDoubles.Load(_squares + c));
        }
    }
}
