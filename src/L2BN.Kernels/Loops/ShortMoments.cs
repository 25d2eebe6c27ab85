using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>
/// <see cref="Moments{T,TLanes,TUnit}"/> of eight short runs at a time. A plane of 7×7 is four registers, and three horizontal sums
/// with their conversions took longer than the plane; eight planes share them. Each run is summed in the same order wherever it
/// stands among the eight.
/// </summary>
internal static unsafe class ShortMoments<T, TLanes, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TUnit : struct, IUnit
{
    /// <summary>Runs at a time.</summary>
    public const int Group = 8;

    /// <summary>Elements of scratch: two groups of registers, and the pivots.</summary>
    public const int Room = (2 * Group * 16) + Group;

    /// <summary>Mean and centred squares of eight runs of <paramref name="n"/> values, <paramref name="stride"/> elements apart.
    /// <paramref name="shift"/> is scratch for eight; what lies <paramref name="ahead"/> elements on is asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(T* x, nint n, nint stride, T unit, nint ahead, T* room, double* shift, double* mean, double* squares)
    {
        T* first = room, second = room + (Group * TLanes.Count), pivots = second + (Group * TLanes.Count);
        TLanes u = TLanes.Broadcast(unit);
        double share = 1.0 / n;
        for (nint k = 0; k < Group; k++)
            Sum(x + (k * stride), n, u, ahead).Store(first + (k * TLanes.Count));
        TLanes.SumEight(first, mean);
        for (nint k = 0; k < Group; k++)
        {
            pivots[k] = Real.FromDouble<T>(mean[k] * share);
            mean[k] = Real.ToDouble(pivots[k]);
        }

        for (nint k = 0; k < Group; k++)
            Deviations(x + (k * stride), n, u, pivots[k], first + (k * TLanes.Count), second + (k * TLanes.Count));
        TLanes.SumEight(first, shift);
        TLanes.SumEight(second, squares);
        ChannelLoop.Map(new Corrected(mean, shift, squares, n), 0, Group);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum(T* x, nint n, TLanes u, nint ahead)
    {
        TLanes sum = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - width; i += width)
        {
            TLanes.Prefetch(x + i + ahead);
            sum += TUnit.In<TLanes, T>(TLanes.Load(x + i), u);
        }

        return i < n ? sum + TLanes.KeepLast(TUnit.In<TLanes, T>(TLanes.Load(x + n - width), u), (int)(n - i)) : sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deviations(T* x, nint n, TLanes u, T pivot, T* sums, T* squares)
    {
        TLanes p = TLanes.Broadcast(pivot), s = default, q = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - width; i += width)
        {
            TLanes deviation = TUnit.In<TLanes, T>(TLanes.Load(x + i), u) - p;
            s += deviation;
            q = TLanes.MulAdd(deviation, deviation, q);
        }

        if (i < n)
        {
            TLanes deviation = TLanes.KeepLast(TUnit.In<TLanes, T>(TLanes.Load(x + n - width), u) - p, (int)(n - i));
            s += deviation;
            q = TLanes.MulAdd(deviation, deviation, q);
        }

        s.Store(sums);
        q.Store(squares);
    }
}
