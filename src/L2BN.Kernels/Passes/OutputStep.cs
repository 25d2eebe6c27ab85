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
        var planes = new PlaneCoefficients<TStorage, T>(scratch, PlaneCoefficients<TStorage, T>.Stretch);
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
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.RowScratchLength];
        var planes = new PlaneCoefficients<TStorage, T>(scratch, PlaneCoefficients<TStorage, T>.RowStretch);
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
    /// store and stored after the last, in a register that overlaps its neighbor, so y may be x or r. A method of its own, because in a
    /// larger one the loop's variables would not all stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TInputScale>(TStorage* x, TStorage* r, TStorage* y, nint n, in Coefficients<T> k)
        where TInputScale : struct, IInputScale
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale), last = default;
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.PrefetchDistance;
        bool ragged = n % width != 0;
        if (ragged)
            last = Compute<TInputScale>(x + full, r + full, a, p, t, slope, scale);
        if (k.NonTemporal && !ragged && ((nuint)y % (nuint)(2 * width * sizeof(TStorage))) == 0)
        {
            for (; i <= full - width; i += 2 * width)
            {
                TLanes first = Compute<TInputScale>(x + i, r + i, a, p, t, slope, scale);
                TLanes second = Compute<TInputScale>(x + i + width, r + i + width, a, p, t, slope, scale);
                TLanes.StoreTwoNonTemporal(first, second, y + i);
            }
        }

        for (; i <= n - (4 * width); i += 4 * width)
        {
            Prefetch(x + i + ahead, r + i + ahead, y + i + ahead);
            ComputeTwo<TInputScale>(x + i, r + i, y + i, a, p, t, slope, scale);
            ComputeTwo<TInputScale>(x + i + (2 * width), r + i + (2 * width), y + i + (2 * width), a, p, t, slope, scale);
        }

        for (; i <= full; i += width)
            Compute<TInputScale>(x + i, r + i, a, p, t, slope, scale).StoreAs(y + i);
        if (ragged)
            last.StoreAs(y + full);
    }

    /// <summary>A block of rows, with coefficients per channel, a strip of rows at a time (<see cref="RowStrips"/>). Ragged ends are
    /// computed before the first store of the strip and stored after the last, for they overlap their neighbors.</summary>
    [SkipLocalsInit]
    private static void Rows<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk)
        where TInputScale : struct, IInputScale
    {
        T* ends = stackalloc T[RowStrips.MostRows * 16];
        nint width = TLanes.Count, full = walk.Count - width;
        Coefficients<T> k = p->SampleCoefficients(walk.Sample);
        bool ragged = walk.Count % width != 0;
        int strip = RowStrips.Rows<TStorage, T>(walk.Count, p->Channels);
        k.NonTemporal &= p->IsAligned(p->Y + walk.Start, (int)(2 * width)) && RowStrips.FillLines<TStorage>((int)(2 * width), strip);
        for (int row = 0; row < walk.Rows; row += strip)
        {
            int count = Math.Min(strip, walk.Rows - row);
            nint at = walk.Start + ((nint)row * p->Channels);
            TStorage* x = p->X + at, r = p->R + at, y = p->Y + at;
            if (ragged)
                Ends<TInputScale>(x + full, r + full, count, p->Channels, planes, full, k, ends);
            Strip<TInputScale>(x, r, y, count, p->Channels, walk.Count, planes, k);
            for (nint j = 0; ragged && j < count; j++)
                TLanes.Load(ends + (j * width)).StoreAs(y + (j * p->Channels) + full);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip<TInputScale>(
        TStorage* x,
        TStorage* r,
        TStorage* y,
        nint rows,
        nint stride,
        nint columns,
        in PlaneCoefficients<TStorage, T> planes,
        in Coefficients<T> k)
        where TInputScale : struct, IInputScale
    {
        nint c = 0, width = TLanes.Count, full = columns - width, end = rows * stride, ahead = k.PrefetchDistance;
        T* a = planes.A, p = planes.P, t = planes.Offset;
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale);
        bool nonTemporal = k.NonTemporal;
        for (; c <= full - width; c += 2 * width)
        {
            TLanes a0 = TLanes.Load(a + c), p0 = TLanes.Load(p + c), t0 = TLanes.Load(t + c);
            TLanes a1 = TLanes.Load(a + c + width), p1 = TLanes.Load(p + c + width), t1 = TLanes.Load(t + c + width);
            for (nint at = c; at < end; at += stride)
            {
                TLanes.Prefetch(x + at + ahead);
                if (TResidual.Value)
                    TLanes.Prefetch(r + at + ahead);
                TLanes first = Compute<TInputScale>(x + at, r + at, a0, p0, t0, slope, scale);
                TLanes second = Compute<TInputScale>(x + at + width, r + at + width, a1, p1, t1, slope, scale);
                if (nonTemporal)
                {
                    TLanes.StoreTwoNonTemporal(first, second, y + at);
                    continue;
                }

                TLanes.Prefetch(y + at + ahead);
                TLanes.StoreTwo(first, second, y + at);
            }
        }

        if (c > full)
            return;
        TLanes aLast = TLanes.Load(a + c), pLast = TLanes.Load(p + c), tLast = TLanes.Load(t + c);
        for (nint at = c; at < end; at += stride)
            Compute<TInputScale>(x + at, r + at, aLast, pLast, tLast, slope, scale).StoreAs(y + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Ends<TInputScale>(
        TStorage* x, TStorage* r, nint rows, nint stride, in PlaneCoefficients<TStorage, T> planes, nint c, in Coefficients<T> k, T* ends)
        where TInputScale : struct, IInputScale
    {
        TLanes a = TLanes.Load(planes.A + c), p = TLanes.Load(planes.P + c), t = TLanes.Load(planes.Offset + c);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale);
        for (nint j = 0; j < rows; j++)
            Compute<TInputScale>(x + (j * stride), r + (j * stride), a, p, t, slope, scale).Store(ends + (j * TLanes.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ComputeTwo<TInputScale>(
        TStorage* x, TStorage* r, TStorage* y, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes scale)
        where TInputScale : struct, IInputScale
    {
        TLanes first = Compute<TInputScale>(x, r, a, p, t, slope, scale);
        TLanes.StoreTwo(first, Compute<TInputScale>(x + TLanes.Count, r + TLanes.Count, a, p, t, slope, scale), y);
    }

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
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(x);
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(y);
        if (TResidual.Value)
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(r);
    }
}
