using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Second pass of backward: dx = GradientFactor·g' + InputFactor·(x − p) + GradientOffset, g' the gradient behind the
/// activation.</summary>
internal static unsafe class InputGradientStep<TStorage, T, TLanes, TActivation>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsFirst(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.ScratchLength];
        var planes = new PlaneCoefficients<TStorage, T>(scratch);
        var walk = new PlaneWalk<TStorage, T>(p, part);
        while (walk.NextStretch())
        {
            planes.ComputeBackward(p, walk.Sample, walk.Channel, walk.Count);
            bool hasGradient = p->HasGradient[walk.Sample] != 0, noScale = p->PowerOfTwoScale[walk.Sample] == 1;
            Coefficients<T> k = p->SampleCoefficients(walk.Sample);
            while (walk.NextRun())
            {
                int i = walk.Index;
                (k.A, k.P, k.Offset) = (planes.A[i], planes.P[i], planes.Offset[i]);
                (k.GradientFactor, k.InputFactor) = (planes.GradientFactor[i], planes.InputFactor[i]);
                k.GradientOffset = planes.GradientOffset[i];
                TStorage* x = p->X + walk.Start, g = p->G + walk.Start, dx = p->DX + walk.Start;
                if (!hasGradient)
                    new Span<TStorage>(dx, walk.Length).Clear();
                else if (noScale)
                    Run<NoScale>(x, g, dx, walk.Length, k);
                else
                    Run<PowerOfTwo>(x, g, dx, walk.Length, k);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsLast(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.ScratchLength];
        var planes = new PlaneCoefficients<TStorage, T>(scratch);
        var walk = new RowWalk<TStorage, T>(p, part);
        while (walk.NextStretch())
        {
            planes.ComputeBackward(p, walk.Sample, walk.Channel, walk.Count);
            if (p->HasGradient[walk.Sample] == 0)
                Clear(p, walk);
            else if (p->PowerOfTwoScale[walk.Sample] == 1)
                Rows<NoScale>(p, planes, walk);
            else
                Rows<PowerOfTwo>(p, planes, walk);
        }
    }

    /// <summary>A run of neighbors that share their coefficients; at least one register of them. dx may be x or g, for a ragged end is
    /// computed before the first store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TInputScale>(TStorage* x, TStorage* g, TStorage* dx, nint n, in Coefficients<T> k)
        where TInputScale : struct, IInputScale
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale), last = default;
        TLanes onG = TLanes.Broadcast(k.GradientFactor), onX = TLanes.Broadcast(k.InputFactor), c = TLanes.Broadcast(k.GradientOffset);
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.PrefetchDistance;
        bool ragged = n % width != 0;
        if (ragged)
            last = Compute<TInputScale>(x + full, g + full, a, p, t, slope, scale, onG, onX, c);
        if (k.NonTemporal && !ragged && ((nuint)dx % (nuint)(width * sizeof(TStorage))) == 0)
        {
            for (; i <= full; i += width)
                Compute<TInputScale>(x + i, g + i, a, p, t, slope, scale, onG, onX, c).StoreNonTemporal(dx + i);
        }

        for (; i <= full; i += width)
        {
            TLanes.Prefetch(x + i + ahead);
            TLanes.Prefetch(g + i + ahead);
            TLanes.Prefetch(dx + i + ahead);
            Compute<TInputScale>(x + i, g + i, a, p, t, slope, scale, onG, onX, c).StoreAs(dx + i);
        }

        if (ragged)
            last.StoreAs(dx + full);
    }

    /// <summary>A block of rows, with coefficients per channel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk)
        where TInputScale : struct, IInputScale
    {
        nint at = walk.Start, width = TLanes.Count, full = walk.Count - width;
        TLanes slope = TLanes.Broadcast(Storage.FromDouble<T>(p->Options.NegativeSlope));
        TLanes scale = TLanes.Broadcast(Storage.FromDouble<T>(p->PowerOfTwoScale[walk.Sample])), last = default;
        bool ragged = walk.Count % width != 0;
        for (nint row = 0; row < walk.Rows; row++, at += p->Channels)
        {
            if (ragged)
                last = Compute<TInputScale>(p, planes, at, full, slope, scale);
            for (nint c = 0; c <= full; c += width)
                Compute<TInputScale>(p, planes, at, c, slope, scale).StoreAs(p->DX + at + c);
            if (ragged)
                last.StoreAs(p->DX + at + full);
        }
    }

    private static void Clear(KernelArgs<TStorage, T>* p, in RowWalk<TStorage, T> walk)
    {
        for (nint row = 0; row < walk.Rows; row++)
            new Span<TStorage>(p->DX + walk.Start + (row * p->Channels), walk.Count).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Compute<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, nint at, nint c, TLanes slope, TLanes scale)
        where TInputScale : struct, IInputScale =>
        Compute<TInputScale>(
            p->X + at + c,
            p->G + at + c,
            TLanes.Load(planes.A + c),
            TLanes.Load(planes.P + c),
            TLanes.Load(planes.Offset + c),
            slope,
            scale,
            TLanes.Load(planes.GradientFactor + c),
            TLanes.Load(planes.InputFactor + c),
            TLanes.Load(planes.GradientOffset + c));

    /// <summary>The gradient of a value that was multiplied by a power of two is multiplied by it as well.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Compute<TInputScale>(
        TStorage* x, TStorage* g, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes scale, TLanes onG, TLanes onX, TLanes c)
        where TInputScale : struct, IInputScale
    {
        TLanes centered = TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x), scale) - p;
        TLanes masked = GradientSumsStep<TStorage, T, TLanes, TActivation, False>.Masked(centered, g, g, a, t, slope);
        return TInputScale.Apply<TLanes, T>(TLanes.MulAdd(onG, masked, TLanes.MulAdd(onX, centered, c)), scale);
    }
}
