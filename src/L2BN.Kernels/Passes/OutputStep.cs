using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Second pass of forward: y = act(a·(x − p) + t + r).</summary>
internal static unsafe class OutputStep<TStorage, T, TLanes, TActivation, TResidual>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TResidual : struct, IConstant
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
            planes.ComputeForward(p, walk.Sample, walk.Channel, walk.Count);
            bool noScale = p->PowerOfTwoScale[walk.Sample] == 1;
            Coefficients<T> k = p->SampleCoefficients(walk.Sample);
            while (walk.NextRun())
            {
                (k.A, k.P, k.Offset) = (planes.A[walk.Index], planes.P[walk.Index], planes.Offset[walk.Index]);
                if (noScale)
                    Run<NoScale>(p->X + walk.Start, p->R + walk.Start, p->Y + walk.Start, walk.Length, k);
                else
                    Run<PowerOfTwo>(p->X + walk.Start, p->R + walk.Start, p->Y + walk.Start, walk.Length, k);
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
            planes.ComputeForward(p, walk.Sample, walk.Channel, walk.Count);
            if (p->PowerOfTwoScale[walk.Sample] == 1)
                Rows<NoScale>(p, planes, walk);
            else
                Rows<PowerOfTwo>(p, planes, walk);
        }
    }

    /// <summary>A run of neighbors that share their coefficients; at least one register of them. A ragged end is computed before the first
    /// store and stored after the last, in a register that overlaps its neighbor, so y may be x or r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TInputScale>(TStorage* x, TStorage* r, TStorage* y, nint n, in Coefficients<T> k)
        where TInputScale : struct, IInputScale
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale), last = default;
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.PrefetchDistance;
        bool ragged = n % width != 0;
        if (ragged)
            last = Compute<TInputScale>(x + full, r + full, a, p, t, slope, scale);
        if (k.NonTemporal && !ragged && ((nuint)y % (nuint)(width * sizeof(TStorage))) == 0)
        {
            for (; i <= full; i += width)
                Compute<TInputScale>(x + i, r + i, a, p, t, slope, scale).StoreNonTemporal(y + i);
        }

        for (; i <= full; i += width)
        {
            Prefetch(x + i + ahead, r + i + ahead, y + i + ahead);
            Compute<TInputScale>(x + i, r + i, a, p, t, slope, scale).StoreAs(y + i);
        }

        if (ragged)
            last.StoreAs(y + full);
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
                Compute<TInputScale>(p, planes, at, c, slope, scale).StoreAs(p->Y + at + c);
            if (ragged)
                last.StoreAs(p->Y + at + full);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Compute<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, nint at, nint c, TLanes slope, TLanes scale)
        where TInputScale : struct, IInputScale =>
        Compute<TInputScale>(
            p->X + at + c,
            p->R + at + c,
            TLanes.Load(planes.A + c),
            TLanes.Load(planes.P + c),
            TLanes.Load(planes.Offset + c),
            slope,
            scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Compute<TInputScale>(TStorage* x, TStorage* r, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes scale)
        where TInputScale : struct, IInputScale
    {
        TLanes u = TLanes.MulAdd(a, TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x), scale) - p, t);
        if (TResidual.Value)
            u += TLanes.LoadFrom(r);
        return TActivation.Forward<TLanes, T>(u, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(TStorage* x, TStorage* r, TStorage* y)
    {
        TLanes.Prefetch(x);
        TLanes.Prefetch(y);
        if (TResidual.Value)
            TLanes.Prefetch(r);
    }
}
