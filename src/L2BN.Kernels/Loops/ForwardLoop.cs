using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>y = act(a·(x − p) + t + r) over a run of neighbours that share their coefficients.</summary>
internal static unsafe class ForwardLoop<T, TLanes, TActivation, TResidual, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TResidual : struct, IFlag
    where TUnit : struct, IUnit
{
    /// <summary>Needs at least one register of elements. A ragged end is computed before the first store and stored after the last,
    /// in a register that overlaps its neighbour, so y may be x or r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(T* x, T* r, T* y, nint n, in Coefficients<T> k)
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), unit = TLanes.Broadcast(k.Unit), last = default;
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.Ahead;
        bool ragged = n % width != 0;
        if (ragged)
            last = One(x + full, r + full, a, p, t, slope, unit);
        if (k.Stream && !ragged && ((nuint)y % (nuint)(width * sizeof(T))) == 0)
        {
            for (; i <= full; i += width)
                One(x + i, r + i, a, p, t, slope, unit).StoreNonTemporal(y + i);
        }

        for (; i <= full; i += width)
        {
            Ask(x + i + ahead, r + i + ahead, y + i + ahead);
            One(x + i, r + i, a, p, t, slope, unit).Store(y + i);
        }

        if (ragged)
            last.Store(y + full);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(T* x, T* r, T* y)
    {
        TLanes.Prefetch(x);
        TLanes.Prefetch(y);
        if (TResidual.Value)
            TLanes.Prefetch(r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes One(T* x, T* r, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes unit)
    {
        TLanes u = TLanes.MulAdd(a, TUnit.In<TLanes, T>(TLanes.Load(x), unit) - p, t);
        if (TResidual.Value)
            u += TLanes.Load(r);
        return TActivation.Forward<TLanes, T>(u, slope);
    }
}
