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

    // Planes of a group that one loop reads.
    private const int Together = 4;

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
        double share = 1.0 / n;
        for (nint k = 0; k < Group; k += Together)
            Sums<TInputScale>(x + (k * stride), n, stride, scale, prefetch, first + (k * TLanes.Count));
        TLanes.SumEight(first, mean);
        for (nint k = 0; k < Group; k++)
        {
            pivots[k] = Storage.FromDouble<T>(mean[k] * share);
            mean[k] = Storage.ToDouble(pivots[k]);
        }

        for (nint k = 0; k < Group; k += Together)
        {
            nint at = k * TLanes.Count;
            Deviations<TInputScale>(x + (k * stride), n, stride, scale, pivots + k, first + at, second + at);
        }

        TLanes.SumEight(first, shift);
        TLanes.SumEight(second, squares);
        ChannelLoop.Map(new SumCorrection(mean, shift, squares, n), 0, Group);
    }

    /// <summary>The lanes' sums of four planes, each in the order of its registers: one sum would wait for its own additions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sums<TInputScale>(TStorage* x0, nint n, nint stride, T scale, nint prefetch, T* sums)
        where TInputScale : struct, IInputScale
    {
        TLanes u = TLanes.Broadcast(scale), s0 = default, s1 = default, s2 = default, s3 = default;
        TStorage* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        nint i = 0, width = TLanes.Count, last = n - width;
        for (; i <= last; i += width)
        {
            nint ahead = i + prefetch;
            TLanes.Prefetch(x0 + ahead);
            TLanes.Prefetch(x1 + ahead);
            TLanes.Prefetch(x2 + ahead);
            TLanes.Prefetch(x3 + ahead);
            s0 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + i), u);
            s1 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + i), u);
            s2 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x2 + i), u);
            s3 += TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + i), u);
        }

        if (i < n)
        {
            int rest = (int)(n - i);
            s0 += TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + last), u), rest);
            s1 += TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + last), u), rest);
            s2 += TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x2 + last), u), rest);
            s3 += TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + last), u), rest);
        }

        StoreFour(sums, s0, s1, s2, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Deviations<TInputScale>(TStorage* x0, nint n, nint stride, T scale, T* pivots, T* sums, T* squares)
        where TInputScale : struct, IInputScale
    {
        TLanes u = TLanes.Broadcast(scale), p0 = TLanes.Broadcast(pivots[0]), p1 = TLanes.Broadcast(pivots[1]);
        TLanes p2 = TLanes.Broadcast(pivots[2]), p3 = TLanes.Broadcast(pivots[3]);
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        TStorage* x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride;
        nint i = 0, width = TLanes.Count, last = n - width;
        for (; i <= last; i += width)
        {
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + i), u) - p0, ref s0, ref q0);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + i), u) - p1, ref s1, ref q1);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x2 + i), u) - p2, ref s2, ref q2);
            Add(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + i), u) - p3, ref s3, ref q3);
        }

        if (i < n)
        {
            int rest = (int)(n - i);
            Add(TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x0 + last), u) - p0, rest), ref s0, ref q0);
            Add(TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x1 + last), u) - p1, rest), ref s1, ref q1);
            Add(TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x2 + last), u) - p2, rest), ref s2, ref q2);
            Add(TLanes.KeepLast(TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x3 + last), u) - p3, rest), ref s3, ref q3);
        }

        StoreFour(sums, s0, s1, s2, s3);
        StoreFour(squares, q0, q1, q2, q3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes deviation, ref TLanes sum, ref TLanes squares)
    {
        sum += deviation;
        squares = TLanes.MulAdd(deviation, deviation, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(T* into, TLanes r0, TLanes r1, TLanes r2, TLanes r3)
    {
        r0.Store(into);
        r1.Store(into + TLanes.Count);
        r2.Store(into + (2 * TLanes.Count));
        r3.Store(into + (3 * TLanes.Count));
    }
}
