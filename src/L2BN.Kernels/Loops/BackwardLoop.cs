using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>dx = GradientFactor·g' + InputFactor·(x − p) + GradientOffset over a run of neighbours, g' the gradient behind the
/// activation.</summary>
internal static unsafe class BackwardLoop<T, TLanes, TActivation, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TUnit : struct, IUnit
{
    /// <summary>Needs at least one register of elements; dx may be x or g, for a ragged end is computed before the first store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(T* x, T* g, T* dx, nint n, in Coefficients<T> k)
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), unit = TLanes.Broadcast(k.Unit), last = default;
        TLanes onG = TLanes.Broadcast(k.GradientFactor), onX = TLanes.Broadcast(k.InputFactor), c = TLanes.Broadcast(k.GradientOffset);
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.Ahead;
        bool ragged = n % width != 0;
        if (ragged)
            last = One(x + full, g + full, a, p, t, slope, unit, onG, onX, c);
        if (k.Stream && !ragged && ((nuint)dx % (nuint)(width * sizeof(T))) == 0)
        {
            for (; i <= full; i += width)
                One(x + i, g + i, a, p, t, slope, unit, onG, onX, c).StoreNonTemporal(dx + i);
        }

        for (; i <= full; i += width)
        {
            TLanes.Prefetch(x + i + ahead);
            TLanes.Prefetch(g + i + ahead);
            TLanes.Prefetch(dx + i + ahead);
            One(x + i, g + i, a, p, t, slope, unit, onG, onX, c).Store(dx + i);
        }

        if (ragged)
            last.Store(dx + full);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes One(
        T* x, T* g, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes unit, TLanes onG, TLanes onX, TLanes c)
    {
        TLanes centred = TUnit.In<TLanes, T>(TLanes.Load(x), unit) - p;
        TLanes masked = GradientSums<T, TLanes, TActivation, No, TUnit>.Masked(centred, g, g, a, t, slope);
        return TUnit.In<TLanes, T>(TLanes.MulAdd(onG, masked, TLanes.MulAdd(onX, centred, c)), unit);
    }
}
