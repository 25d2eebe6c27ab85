using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// <see cref="PlaneMoments{TStorage,T,TLanes}"/> of short planes, eight at a time. A plane of 7×7 is four registers, and three horizontal
/// sums with their conversions took longer than the plane; eight planes share them. Each plane is summed in the same order wherever it
/// stands among the eight.
/// </summary>
internal static unsafe class ShortPlaneMoments<TStorage, T, TLanes>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
{
    private const int Group = 8;

    // Two groups of registers of at most 16 lanes, and the pivots.
    private const int ScratchLength = (2 * Group * 16) + Group;

    /// <summary>Planes in groups; the last group of a part overlaps the one before it, whose planes get the same values again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        T* scratch = stackalloc T[ScratchLength];
        double* shift = stackalloc double[Group];
        int from = part * p->TilesPerPart, to = Math.Min(p->Tiles, from + p->TilesPerPart);
        T one = Storage.FromDouble<T>(1);
        nint length = p->Positions;
        for (int plane = from; plane < to; plane += Group)
        {
            int at = Math.Max(from, Math.Min(plane, to - Group));
            if (to - at < Group)
            {
                OneByOne(p, at, to, scratch, shift);
                return;
            }

            double* squares = p->BlockSquares + at;
            Compute<NoScale>(p->X + (at * length), length, length, one, p->PrefetchDistance, scratch, shift, p->BlockMean + at, squares);
            if (typeof(T) == typeof(float) && !InRange(squares, Group))
                RescaleGroup(p, at, scratch, shift);
        }
    }

    /// <summary>As <see cref="PlaneMoments{TStorage,T,TLanes}.Rescale(KernelArgs{TStorage,T}*,int,double)"/>.</summary>
    [SkipLocalsInit]
    public static void Rescale(KernelArgs<TStorage, T>* p, int sample, double scale)
    {
        T* scratch = stackalloc T[ScratchLength];
        double* shift = stackalloc double[Group], mean = stackalloc double[Group], squares = stackalloc double[Group];
        for (int c = 0; c < p->Channels; c++)
        {
            TStorage* x = p->X + p->RunStart(sample, c, 0);
            Compute<PowerOfTwo>(x, p->Positions, 0, Storage.FromDouble<T>(scale), 0, scratch, shift, mean, squares);
            nint at = ((nint)sample * p->Channels) + c;
            (p->BlockMean[at], p->BlockSquares[at]) = (*mean, *squares);
        }
    }

    /// <summary>A part of fewer planes than a group: the group is then one plane eight times.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OneByOne(KernelArgs<TStorage, T>* p, int from, int to, T* scratch, double* shift)
    {
        double* mean = stackalloc double[2 * Group], squares = mean + Group;
        for (int plane = from; plane < to; plane++)
        {
            TStorage* x = p->X + ((nint)plane * p->Positions);
            Compute<NoScale>(x, p->Positions, 0, Storage.FromDouble<T>(1), 0, scratch, shift, mean, squares);
            (p->BlockMean[plane], p->BlockSquares[plane]) = (*mean, *squares);
            if (typeof(T) == typeof(float) && !InRange(squares, 1))
                RescalePlane(p, plane, scratch, shift);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RescaleGroup(KernelArgs<TStorage, T>* p, int from, T* scratch, double* shift)
    {
        for (int plane = from; plane < from + Group; plane++)
        {
            if (!InRange(p->BlockSquares + plane, 1))
                RescalePlane(p, plane, scratch, shift);
        }
    }

    private static void RescalePlane(KernelArgs<TStorage, T>* p, int plane, T* scratch, double* shift)
    {
        double* mean = stackalloc double[2 * Group], squares = mean + Group;
        TStorage* x = p->X + ((nint)plane * p->Positions);
        if (!Magnitude.TryScale(x, p->Positions, 1, ref p->BlockMean[plane], ref p->BlockSquares[plane], out double scale))
            return;
        Compute<PowerOfTwo>(x, p->Positions, 0, Storage.FromDouble<T>(scale), 0, scratch, shift, mean, squares);
        (p->BlockMean[plane], p->BlockSquares[plane]) = (*mean / scale, *squares / scale / scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool InRange(double* squares, int count) => SumCorrection.InRange<TStorage, T>(squares, count);

    /// <summary>Mean and centered squares of eight runs of <paramref name="n"/> values, <paramref name="stride"/> elements apart.
    /// <paramref name="shift"/> is scratch for eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compute<TInputScale>(
        TStorage* x, nint n, nint stride, T scale, nint prefetch, T* scratch, double* shift, double* mean, double* squares)
        where TInputScale : struct, IInputScale
    {
        T* first = scratch, second = scratch + (Group * TLanes.Count), pivots = second + (Group * TLanes.Count);
        TLanes u = TLanes.Broadcast(scale);
        double share = 1.0 / n;
        for (nint k = 0; k < Group; k++)
            Sum<TInputScale>(x + (k * stride), n, u, prefetch).Store(first + (k * TLanes.Count));
        TLanes.SumEight(first, mean);
        for (nint k = 0; k < Group; k++)
        {
            pivots[k] = Storage.FromDouble<T>(mean[k] * share);
            mean[k] = Storage.ToDouble(pivots[k]);
        }

        for (nint k = 0; k < Group; k++)
            Deviations<TInputScale>(x + (k * stride), n, u, pivots[k], first + (k * TLanes.Count), second + (k * TLanes.Count));
        TLanes.SumEight(first, shift);
        TLanes.SumEight(second, squares);
        ChannelLoop.Map(new SumCorrection(mean, shift, squares, n), 0, Group);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TInputScale>(TStorage* x, nint n, TLanes u, nint prefetch)
        where TInputScale : struct, IInputScale
    {
        TLanes sum = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - width; i += width)
        {
            TLanes.Prefetch(x + i + prefetch);
            sum += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u);
        }

        return i < n ? sum + TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + n - width), u), (int)(n - i)) : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deviations<TInputScale>(TStorage* x, nint n, TLanes u, T pivot, T* sums, T* squares)
        where TInputScale : struct, IInputScale
    {
        TLanes p = TLanes.Broadcast(pivot), s = default, q = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - width; i += width)
        {
            TLanes deviation = TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + i), u) - p;
            s += deviation;
            q = TLanes.MulAdd(deviation, deviation, q);
        }

        if (i < n)
        {
            TLanes deviation = TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + n - width), u) - p, (int)(n - i));
            s += deviation;
            q = TLanes.MulAdd(deviation, deviation, q);
        }

        s.Store(sums);
        q.Store(squares);
    }
}
