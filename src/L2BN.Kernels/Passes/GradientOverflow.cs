using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Slow path of the first pass of backward: sums that overflow in float, again in double.</summary>
internal static unsafe class GradientOverflow<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged
{
    /// <summary>Sums the columns of a stretch again if one of its sums is not finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<TActivation, TResidual>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk)
        where TActivation : struct, IActivation
        where TResidual : struct, IConstant
    {
        if (!double.IsFinite(ChannelLoop.Sum(new BothSums(p->SumDy + walk.Statistic, p->SumDyXmu + walk.Statistic), walk.Count)))
            Columns<TActivation, TResidual>(p, planes, walk);
    }

    private readonly struct BothSums(double* sumDy, double* sumDyXmu) : IChannelTerm
    {
        private readonly double* _sumDy = sumDy, _sumDyXmu = sumDyXmu;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TDoubles Compute<TDoubles>(int c)
            where TDoubles : struct, ILanes<TDoubles, double> => TDoubles.Load(_sumDy + c) + TDoubles.Load(_sumDyXmu + c);
    }

    /// <summary>Runs of planes of one stretch, by their index in the block statistics.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Runs<TActivation, TResidual>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in PlaneWalk<TStorage, T> walk, nint* statistics, int count)
        where TActivation : struct, IActivation
        where TResidual : struct, IConstant
    {
        Coefficients<T> k = p->SampleCoefficients(walk.Sample);
        for (int run = 0; run < count; run++)
        {
            nint statistic = statistics[run];
            int channel = (int)(statistic % p->Channels), block = (int)(statistic / p->Channels % p->Blocks);
            int index = channel - walk.Channel;
            (k.A, k.P, k.Offset) = (planes.A[index], planes.P[index], planes.Offset[index]);
            Sum<TActivation, TResidual>(p, p->RunStart(walk.Sample, channel, block), p->LengthOf(block), 1, k, statistic);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Columns<TActivation, TResidual>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk)
        where TActivation : struct, IActivation
        where TResidual : struct, IConstant
    {
        Coefficients<T> k = p->SampleCoefficients(walk.Sample);
        for (nint c = 0; c < walk.Count; c++)
        {
            if (double.IsFinite(p->SumDy[walk.Statistic + c] + p->SumDyXmu[walk.Statistic + c]))
                continue;
            (k.A, k.P, k.Offset) = (planes.A[c], planes.P[c], planes.Offset[c]);
            Sum<TActivation, TResidual>(p, walk.Start + c, walk.Rows, p->Channels, k, walk.Statistic + c);
        }
    }

    private static void Sum<TActivation, TResidual>(
        KernelArgs<TStorage, T>* p, nint start, nint n, nint stride, in Coefficients<T> k, nint statistic)
        where TActivation : struct, IActivation
        where TResidual : struct, IConstant
    {
        // Computed in double, sums are what they are.
        if (typeof(T) != typeof(float))
            return;
        var args = (KernelArgs<TStorage, float>*)p;
        ref readonly Coefficients<float> single = ref Unsafe.As<Coefficients<T>, Coefficients<float>>(ref Unsafe.AsRef(in k));
        (p->SumDy[statistic], p->SumDyXmu[statistic]) =
            Sum<TActivation, TResidual>(args->X + start, args->G + start, args->Y + start, n * stride, stride, single);
    }

    /// <summary>The mask is that of float, as everywhere; only products and sums are double.</summary>
    private static (double SumDy, double SumDyXmu) Sum<TActivation, TResidual>(
        TStorage* x, TStorage* g, TStorage* y, nint end, nint stride, in Coefficients<float> k)
        where TActivation : struct, IActivation
        where TResidual : struct, IConstant
    {
        LaneScalar<float> a = new(k.A), p = new(k.P), t = new(k.Offset), slope = new(k.Slope), scale = new(k.InputScale);
        (double sumDy, double sumDyXmu) = (0, 0);
        for (nint i = 0; i < end; i += stride)
        {
            LaneScalar<float> centered = (LaneScalar<float>.LoadFrom(x + i) * scale) - p;
            double masked = LaneScalar<float>.Sum(
                GradientSumsStep<TStorage, float, LaneScalar<float>, TActivation, TResidual>.Masked(centered, g + i, y + i, a, t, slope));
            sumDy += masked;
            sumDyXmu += masked * LaneScalar<float>.Sum(centered);
        }

        return (sumDy, sumDyXmu);
    }
}
