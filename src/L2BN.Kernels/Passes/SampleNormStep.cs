using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Per sample: planes from their blocks, the norm from the planes, the scale τ/max(norm, norm_eps) and the power of two.</summary>
internal static unsafe class SampleNormStep<TStorage, T, TLanes, TStatistics>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TStatistics : struct, IPlaneStatistics
{
    // Between 2⁻⁴⁰ and 2⁴⁰ root mean square neither coefficients nor centered values can leave the range of float.
    private const int OrdinaryExponent = 40;

    // Squares of doubles from here on are exact enough: a smaller sum may have lost terms to underflow.
    private const double SmallestSum = 1e-280;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(void* state, int sample)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        Merge(p, sample);
        (p->Scale[sample], p->InverseScale[sample], p->PowerOfTwoScale[sample], p->HasGradient[sample]) = (1, 1, 1, 1);
        if (!p->Options.NormalizeSamples)
            return;
        double sum = Sum(p, sample), scale = 1;
        if (typeof(T) == typeof(double) && !(sum >= SmallestSum && sum <= double.MaxValue) && IsOutOfRange(p, sample, ref sum, ref scale))
            sum = Sum(p, sample);
        if (p->Blocks > 1 && !double.IsFinite(sum) && typeof(T) == typeof(float))
            sum = MarkInfiniteBlocks(p, sample, sum);
        ComputeScale(p, sample, Math.Sqrt(sum), scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(KernelArgs<TStorage, T>* p, int sample) => ChannelLoop.Sum(new SquaredLength(p, sample), p->Channels);

    /// <summary>Doubles beyond 1e±140: the sample's moments again, its values times a power of two. False where there is nothing to
    /// rescale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsOutOfRange(KernelArgs<TStorage, T>* p, int sample, ref double sum, ref double scale)
    {
        nint dimension = (nint)p->Channels * p->Positions;
        double ignored = 0;
        if (!Magnitude.TryScale(p->X + (sample * dimension), dimension, 1, ref ignored, ref sum, out scale))
        {
            if (TStatistics.AreStored)
                MarkInfinitePlanes(p, sample);
            return false;
        }

        p->PowerOfTwoScale[sample] = scale;
        if (p->HasShortRuns)
            ShortPlaneMoments<TStorage, T, TLanes>.Rescale(p, sample, scale);
        else if (!p->IsRows)
            PlaneMoments<TStorage, T, TLanes>.Rescale(p, sample, scale);
        else if (TStatistics.AreStored)
            ColumnMoments<TStorage, T, TLanes>.Rescale(p, sample, scale);
        Merge(p, sample);
        return true;
    }

    /// <summary>Sets each plane that contains an infinity or a NaN to it, as the float path does plane by plane.</summary>
    private static void MarkInfinitePlanes(KernelArgs<TStorage, T>* p, int sample)
    {
        for (int c = 0; c < p->Channels; c++)
        {
            nint at = ((nint)sample * p->Channels) + c, dimension = (nint)p->Channels * p->Positions;
            TStorage* x = p->X + (sample * dimension) + (p->IsRows ? c : (nint)c * p->Positions);
            double largest = Magnitude.Largest(x, p->Positions, p->IsRows ? p->Channels : 1);
            if (!double.IsFinite(largest))
                (p->PlaneMean[at], p->PlaneSquares[at]) = (largest, largest);
        }
    }

    /// <summary>Merging turns an infinite block into NaN; sets each plane that contains an infinity or a NaN to it again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double MarkInfiniteBlocks(KernelArgs<TStorage, T>* p, int sample, double sum)
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

    /// <summary>From the norm, measured on values times <paramref name="current"/>, to the scale and the final power of two.</summary>
    private static void ComputeScale(KernelArgs<TStorage, T>* p, int sample, double norm, double current)
    {
        double trueNorm = norm / current, clamped = Math.Max(trueNorm, p->Options.NormEps);
        bool small = trueNorm < p->Options.NormEps || norm == 0;
        double typical = (small ? clamped : norm) / Math.Sqrt((double)p->Channels * p->Positions);
        double final = FinalPowerOfTwo(typical, small ? 1 : current);
        RescalePlanes(p, sample, final / current);
        double length = small ? clamped * final : norm * (final / current);
        double scale = length == 0 ? 0 : p->Tau / length;
        (p->Scale[sample], p->InverseScale[sample]) = (scale, scale == 0 ? 0 : 1 / scale);
        (p->PowerOfTwoScale[sample], p->HasGradient[sample]) = (final, small ? 0 : 1);
    }

    /// <summary>The power of two that makes a typical value, given times <paramref name="current"/>, ordinary.</summary>
    private static double FinalPowerOfTwo(double typical, double current)
    {
        if (!(typical > 0 && double.IsFinite(typical)))
            return 1;
        int exponent = Math.ILogB(typical) - Math.ILogB(current);
        int limit = typeof(T) == typeof(float) ? 126 : 1022;
        return Math.Abs(exponent) <= OrdinaryExponent ? 1 : Math.ScaleB(1, -Math.Clamp(exponent, -limit, limit));
    }

    private static void RescalePlanes(KernelArgs<TStorage, T>* p, int sample, double factor)
    {
        if (factor == 1 || !TStatistics.AreStored)
            return;
        for (nint at = (nint)sample * p->Channels, end = at + p->Channels; at < end; at++)
        {
            p->PlaneMean[at] *= factor;
            p->PlaneSquares[at] = p->PlaneSquares[at] * factor * factor;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(KernelArgs<TStorage, T>* p, int sample)
    {
        if (p->Blocks > 1)
            ChannelLoop.Map(new MergedBlocks(p, sample), 0, p->Channels);
    }

    /// <summary>Blocks of a plane, merged in their order (Chan, Golub, LeVeque 1983).</summary>
    private readonly struct MergedBlocks(KernelArgs<TStorage, T>* args, int sample) : IChannelMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            nint at = (args->Row(sample, 0) * args->Channels) + c;
            TDoubles mean = TDoubles.Load(args->BlockMean + at), squares = TDoubles.Load(args->BlockSquares + at);
            double before = args->LengthOf(0);
            for (int block = 1; block < args->Blocks; block++)
            {
                at += args->Channels;
                double more = args->LengthOf(block), all = before + more;
                TDoubles delta = TDoubles.Load(args->BlockMean + at) - mean;
                mean = TDoubles.MulAdd(delta, TDoubles.Broadcast(more / all), mean);
                squares += TDoubles.MulAdd(delta * delta, TDoubles.Broadcast(before / all * more), TDoubles.Load(args->BlockSquares + at));
                before = all;
            }

            mean.Store(args->PlaneMean + ((nint)sample * args->Channels) + c);
            squares.Store(args->PlaneSquares + ((nint)sample * args->Channels) + c);
        }
    }

    /// <summary>Σx² of a plane = M2 + S·mean².</summary>
    private readonly struct SquaredLength(KernelArgs<TStorage, T>* args, int sample) : IChannelTerm
    {
        private readonly double _positions = args->Positions;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Compute<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double>
        {
            TDoubles mean = TStatistics.Mean<TDoubles, TStorage, T>(args, sample, c);
            return TDoubles.MulAdd(
                TDoubles.Broadcast(_positions) * mean, mean, TStatistics.Squares<TDoubles, TStorage, T>(args, sample, c));
        }
    }
}
