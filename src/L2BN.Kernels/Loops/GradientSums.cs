using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Loops;

/// <summary>
/// Σg' and Σg'·(x − p) over a run of neighbours, where g' is the gradient behind the activation. The activation's mask is rebuilt
/// from the input and the plane's coefficients; with a residual it is read off the output, and g', which is the residual's
/// gradient, is stored for the second pass.
/// </summary>
internal static unsafe class GradientSums<T, TLanes, TActivation, TResidual, TUnit>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TResidual : struct, IFlag
    where TUnit : struct, IUnit
{
    /// <summary>Needs at least one register of elements. The lanes are left to the caller to add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(T* x, T* g, T* y, T* dr, nint n, in Coefficients<T> k, out TLanes sumG, out TLanes sumGX)
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), unit = TLanes.Broadcast(k.Unit);
        TLanes g0 = default, g1 = default, h0 = default, h1 = default, last = default, lastGradient = default;
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.Ahead;
        int rest = (int)(n % width);
        if (rest != 0)
        {
            last = TUnit.In<TLanes, T>(TLanes.Load(x + full), unit) - p;
            lastGradient = Masked(last, g + full, y + full, a, t, slope);
            g1 = TLanes.KeepLast(lastGradient, rest);
            h1 = TLanes.KeepLast(lastGradient * last, rest);
        }

        for (; i <= full - width; i += 2 * width)
        {
            nint next = i + ahead;
            Ask(x + next, g + next, y + next, dr + next);
            Ask(x + next + width, g + next + width, y + next + width, dr + next + width);
            Step(x + i, g + i, y + i, dr + i, a, p, t, slope, unit, ref g0, ref h0);
            Step(x + i + width, g + i + width, y + i + width, dr + i + width, a, p, t, slope, unit, ref g1, ref h1);
        }

        if (i <= full)
            Step(x + i, g + i, y + i, dr + i, a, p, t, slope, unit, ref g0, ref h0);
        if (TResidual.Value && rest != 0)
            lastGradient.Store(dr + full);
        sumG = g0 + g1;
        sumGX = h0 + h1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(T* x, T* g, T* y, T* dr)
    {
        TLanes.Prefetch(x);
        TLanes.Prefetch(g);
        if (!TResidual.Value)
            return;
        TLanes.Prefetch(y);
        TLanes.Prefetch(dr);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(
        T* x, T* g, T* y, T* dr, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes unit, ref TLanes sumG, ref TLanes sumGX)
    {
        TLanes centred = TUnit.In<TLanes, T>(TLanes.Load(x), unit) - p;
        TLanes masked = Masked(centred, g, y, a, t, slope);
        if (TResidual.Value)
            masked.Store(dr);
        sumG += masked;
        sumGX = TLanes.MulAdd(masked, centred, sumGX);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Masked(TLanes centred, T* g, T* y, TLanes a, TLanes t, TLanes slope)
    {
        TLanes gradient = TLanes.Load(g);
        if (TActivation.IsIdentity)
            return gradient;
        TLanes u = TResidual.Value ? TLanes.Load(y) : TLanes.MulAdd(a, centred, t);
        return TActivation.Backward<TLanes, T>(u, gradient, slope);
    }
}
