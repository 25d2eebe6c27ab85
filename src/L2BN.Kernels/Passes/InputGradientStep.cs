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
        var planes = new PlaneCoefficients<TStorage, T>(scratch, PlaneCoefficients<TStorage, T>.Stretch);
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
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.RowScratchLength];
        var planes = new PlaneCoefficients<TStorage, T>(scratch, PlaneCoefficients<TStorage, T>.RowStretch);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
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
        if (k.NonTemporal && !ragged && ((nuint)dx % (nuint)(2 * width * sizeof(TStorage))) == 0)
        {
            for (; i <= full - width; i += 2 * width)
            {
                TLanes first = Compute<TInputScale>(x + i, g + i, a, p, t, slope, scale, onG, onX, c);
                TLanes second = Compute<TInputScale>(x + i + width, g + i + width, a, p, t, slope, scale, onG, onX, c);
                TLanes.StoreTwoNonTemporal(first, second, dx + i);
            }
        }

        for (; i <= n - (4 * width); i += 4 * width)
        {
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(x + i + ahead);
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(g + i + ahead);
            MemoryHints.PrefetchFour<TStorage, T, TLanes>(dx + i + ahead);
            ComputeTwo<TInputScale>(x + i, g + i, dx + i, a, p, t, slope, scale, onG, onX, c);
            ComputeTwo<TInputScale>(x + i + (2 * width), g + i + (2 * width), dx + i + (2 * width), a, p, t, slope, scale, onG, onX, c);
        }

        for (; i <= full; i += width)
            Compute<TInputScale>(x + i, g + i, a, p, t, slope, scale, onG, onX, c).StoreAs(dx + i);
        if (ragged)
            last.StoreAs(dx + full);
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
        k.NonTemporal &= p->IsAligned(p->DX + walk.Start, (int)(2 * width)) && RowStrips.FillLines<TStorage>((int)(2 * width), strip);
        for (int row = 0; row < walk.Rows; row += strip)
        {
            int count = Math.Min(strip, walk.Rows - row);
            nint at = walk.Start + ((nint)row * p->Channels);
            TStorage* x = p->X + at, g = p->G + at, dx = p->DX + at;
            if (ragged)
                Ends<TInputScale>(x + full, g + full, count, p->Channels, planes, full, k, ends);
            Strip<TInputScale>(x, g, dx, count, p->Channels, walk.Count, planes, k);
            for (nint j = 0; ragged && j < count; j++)
                TLanes.Load(ends + (j * width)).StoreAs(dx + (j * p->Channels) + full);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip<TInputScale>(
        TStorage* x,
        TStorage* g,
        TStorage* dx,
        nint rows,
        nint stride,
        nint columns,
        in PlaneCoefficients<TStorage, T> planes,
        in Coefficients<T> k)
        where TInputScale : struct, IInputScale
    {
        nint c = 0, width = TLanes.Count, full = columns - width, end = rows * stride, ahead = k.PrefetchDistance;
        T* a = planes.A, p = planes.P, t = planes.Offset, onG = planes.GradientFactor, onX = planes.InputFactor;
        T* offset = planes.GradientOffset;
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale);
        bool nonTemporal = k.NonTemporal;
        for (; c <= full - width; c += 2 * width)
        {
            nint d = c + width;
            TLanes a0 = TLanes.Load(a + c), p0 = TLanes.Load(p + c), t0 = TLanes.Load(t + c);
            TLanes onG0 = TLanes.Load(onG + c), onX0 = TLanes.Load(onX + c), c0 = TLanes.Load(offset + c);
            TLanes a1 = TLanes.Load(a + d), p1 = TLanes.Load(p + d), t1 = TLanes.Load(t + d);
            TLanes onG1 = TLanes.Load(onG + d), onX1 = TLanes.Load(onX + d), c1 = TLanes.Load(offset + d);
            for (nint at = c; at < end; at += stride)
            {
                TLanes.Prefetch(x + at + ahead);
                TLanes.Prefetch(g + at + ahead);
                TLanes first = Compute<TInputScale>(x + at, g + at, a0, p0, t0, slope, scale, onG0, onX0, c0);
                TLanes second = Compute<TInputScale>(x + at + width, g + at + width, a1, p1, t1, slope, scale, onG1, onX1, c1);
                if (nonTemporal)
                {
                    TLanes.StoreTwoNonTemporal(first, second, dx + at);
                    continue;
                }

                TLanes.Prefetch(dx + at + ahead);
                TLanes.StoreTwo(first, second, dx + at);
            }
        }

        for (nint at = c; c <= full && at < end; at += stride)
            ComputeColumn<TInputScale>(x + at, g + at, planes, c, k).StoreAs(dx + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Ends<TInputScale>(
        TStorage* x, TStorage* g, nint rows, nint stride, in PlaneCoefficients<TStorage, T> planes, nint c, in Coefficients<T> k, T* ends)
        where TInputScale : struct, IInputScale
    {
        for (nint j = 0; j < rows; j++)
            ComputeColumn<TInputScale>(x + (j * stride), g + (j * stride), planes, c, k).Store(ends + (j * TLanes.Count));
    }

    private static void Clear(KernelArgs<TStorage, T>* p, in RowWalk<TStorage, T> walk)
    {
        for (nint row = 0; row < walk.Rows; row++)
            new Span<TStorage>(p->DX + walk.Start + (row * p->Channels), walk.Count).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ComputeColumn<TInputScale>(
        TStorage* x, TStorage* g, in PlaneCoefficients<TStorage, T> planes, nint c, in Coefficients<T> k)
        where TInputScale : struct, IInputScale =>
        Compute<TInputScale>(
            x,
            g,
            TLanes.Load(planes.A + c),
            TLanes.Load(planes.P + c),
            TLanes.Load(planes.Offset + c),
            TLanes.Broadcast(k.Slope),
            TLanes.Broadcast(k.InputScale),
            TLanes.Load(planes.GradientFactor + c),
            TLanes.Load(planes.InputFactor + c),
            TLanes.Load(planes.GradientOffset + c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ComputeTwo<TInputScale>(
        TStorage* x, TStorage* g, TStorage* dx, TLanes a, TLanes p, TLanes t, TLanes slope, TLanes scale, TLanes onG, TLanes onX, TLanes c)
        where TInputScale : struct, IInputScale
    {
        nint width = TLanes.Count;
        TLanes first = Compute<TInputScale>(x, g, a, p, t, slope, scale, onG, onX, c);
        TLanes.StoreTwo(first, Compute<TInputScale>(x + width, g + width, a, p, t, slope, scale, onG, onX, c), dx);
    }

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
