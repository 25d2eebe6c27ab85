using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>
/// Mean and centred sum of squares of a run of neighbours (at most some thousand, so both sweeps after the first read hit the L1
/// cache). The first sweep finds a pivot near the mean; the second sums (x − pivot) and (x − pivot)², which cancels nothing
/// however large the mean, and corrects for the pivot's rounding.
/// </summary>
internal static unsafe class Moments<T, TLanes, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TUnit : struct, IUnit
{
    /// <summary>Effectively mean = Σx/n and m2 = Σ(x − mean)², with x in units of 1/<paramref name="unit"/>. The first
    /// sweep asks for what lies <paramref name="ahead"/> elements on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(T* x, nint n, T unit, nint ahead, out double mean, out double m2)
    {
        TLanes u = TLanes.Broadcast(unit);
        T pivot = Real.FromDouble<T>(Sum(x, n, u, ahead) / n);
        TLanes p = TLanes.Broadcast(pivot);
        TLanes s0 = default, s1 = default, s2 = default, s3 = default, q0 = default, q1 = default, q2 = default, q3 = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - (4 * width); i += 4 * width)
        {
            Add(TUnit.In<TLanes, T>(TLanes.Load(x + i), u) - p, ref s0, ref q0);
            Add(TUnit.In<TLanes, T>(TLanes.Load(x + i + width), u) - p, ref s1, ref q1);
            Add(TUnit.In<TLanes, T>(TLanes.Load(x + i + (2 * width)), u) - p, ref s2, ref q2);
            Add(TUnit.In<TLanes, T>(TLanes.Load(x + i + (3 * width)), u) - p, ref s3, ref q3);
        }

        for (; i <= n - width; i += width)
            Add(TUnit.In<TLanes, T>(TLanes.Load(x + i), u) - p, ref s0, ref q0);
        if (i < n)
            Add(TLanes.KeepLast(TUnit.In<TLanes, T>(TLanes.Load(x + n - width), u) - p, (int)(n - i)), ref s1, ref q1);
        double shift = TLanes.Sum((s0 + s1) + (s2 + s3)), correction = shift / n;
        mean = Real.ToDouble(pivot) + correction;
        m2 = TLanes.Sum((q0 + q1) + (q2 + q3)) - (shift * correction);
        m2 = m2 < 0 ? 0 : m2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TLanes deviation, ref TLanes sum, ref TLanes squares)
    {
        sum += deviation;
        squares = TLanes.MulAdd(deviation, deviation, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Sum(T* x, nint n, TLanes u, nint ahead)
    {
        TLanes s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0, width = TLanes.Count;
        for (; i <= n - (4 * width); i += 4 * width)
        {
            for (nint k = 0; k < 4; k++)
                TLanes.Prefetch(x + i + (k * width) + ahead);
            s0 += TUnit.In<TLanes, T>(TLanes.Load(x + i), u);
            s1 += TUnit.In<TLanes, T>(TLanes.Load(x + i + width), u);
            s2 += TUnit.In<TLanes, T>(TLanes.Load(x + i + (2 * width)), u);
            s3 += TUnit.In<TLanes, T>(TLanes.Load(x + i + (3 * width)), u);
        }

        for (; i <= n - width; i += width)
            s0 += TUnit.In<TLanes, T>(TLanes.Load(x + i), u);
        if (i < n)
            s1 += TLanes.KeepLast(TUnit.In<TLanes, T>(TLanes.Load(x + n - width), u), (int)(n - i));
        return TLanes.Sum((s0 + s1) + (s2 + s3));
    }
}
