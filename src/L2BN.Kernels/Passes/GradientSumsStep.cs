using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// First pass of backward: Σg' and Σg'·(x − p) of every block of every plane, g' the gradient through the activation. The activation's
/// mask is rebuilt from the input and the plane's coefficients; with a residual it is read off the output, and g', which is the residual's
/// gradient, is stored for the second pass.
/// </summary>
internal static unsafe class GradientSumsStep<TStorage, T, TLanes, TActivation, TResidual>
    where TStorage : unmanaged
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TResidual : struct, IConstant
{
    private const int Group = 8;

    /// <summary>The lanes of eight runs are collected and added together: see <see cref="ILanes{TSelf,T}.SumEight"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsFirst(void* state, int part)
    {
        var p = (KernelArgs<TStorage, T>*)state;
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.ScratchLength];
        T* lanes = stackalloc T[2 * Group * 16];
        T* lanesXmu = lanes + (Group * TLanes.Count);
        nint* statistics = stackalloc nint[Group];
        double* sums = stackalloc double[2 * Group];
        var planes = new PlaneCoefficients<TStorage, T>(scratch, PlaneCoefficients<TStorage, T>.Stretch);
        var walk = new PlaneWalk<TStorage, T>(p, part);
        while (walk.NextStretch())
        {
            planes.ComputeForward(p, walk.Sample, walk.Channel, walk.Count);
            bool noScale = p->PowerOfTwoScale[walk.Sample] == 1;
            Coefficients<T> k = p->SampleCoefficients(walk.Sample);
            int count = 0;
            while (walk.NextRun())
            {
                (k.A, k.P, k.Offset) = (planes.A[walk.Index], planes.P[walk.Index], planes.Offset[walk.Index]);
                TStorage* x = p->X + walk.Start, g = p->G + walk.Start, y = p->Y + walk.Start, dr = p->DR + walk.Start;
                int at = count * TLanes.Count;
                if (noScale)
                    Run<NoScale>(x, g, y, dr, walk.Length, k, lanes + at, lanesXmu + at);
                else
                    Run<PowerOfTwo>(x, g, y, dr, walk.Length, k, lanes + at, lanesXmu + at);
                statistics[count] = walk.Statistic;
                if (++count == Group)
                {
                    AddLanes(p, planes, walk, lanes, sums, statistics, count);
                    count = 0;
                }
            }

            AddLanes(p, planes, walk, lanes, sums, statistics, count);
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

    /// <summary>g' of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Masked(TLanes centered, TStorage* g, TStorage* y, TLanes a, TLanes t, TLanes slope)
    {
        TLanes gradient = TLanes.LoadFrom(g);
        if (TActivation.IsIdentity)
            return gradient;
        TLanes u = TResidual.Value ? TLanes.LoadFrom(y) : TLanes.MulAdd(a, centered, t);
        return TActivation.Backward<TLanes, T>(u, gradient, slope);
    }

    /// <summary>Adds the lanes of <paramref name="count"/> runs; the rest of the eight are leftovers whose sums are not used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes(
        KernelArgs<TStorage, T>* p,
        in PlaneCoefficients<TStorage, T> planes,
        in PlaneWalk<TStorage, T> walk,
        T* lanes,
        double* sums,
        nint* statistics,
        int count)
    {
        TLanes.SumEight(lanes, sums);
        TLanes.SumEight(lanes + (Group * TLanes.Count), sums + Group);
        double all = 0;
        for (int k = 0; k < count; k++)
        {
            (p->SumDy[statistics[k]], p->SumDyXmu[statistics[k]]) = (sums[k], sums[Group + k]);
            all += sums[k] + sums[Group + k];
        }

        if (typeof(T) == typeof(float) && !double.IsFinite(all))
            GradientOverflow<TStorage, T>.Runs<TActivation, TResidual>(p, planes, walk, statistics, count);
    }

    /// <summary>A run of neighbors that share their coefficients; at least one register of them. The caller adds the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TInputScale>(
        TStorage* x, TStorage* g, TStorage* y, TStorage* dr, nint n, in Coefficients<T> k, T* sumDy, T* sumDyXmu)
        where TInputScale : struct, IInputScale
    {
        TLanes a = TLanes.Broadcast(k.A), p = TLanes.Broadcast(k.P), t = TLanes.Broadcast(k.Offset);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale);
        TLanes g0 = default, g1 = default, h0 = default, h1 = default, last = default, lastGradient = default;
        nint i = 0, width = TLanes.Count, full = n - width, ahead = k.PrefetchDistance;
        int rest = (int)(n % width);
        if (rest != 0)
        {
            last = TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x + full), scale) - p;
            lastGradient = Masked(last, g + full, y + full, a, t, slope);
            g1 = TLanes.KeepLast(lastGradient, rest);
            h1 = TLanes.KeepLast(lastGradient * last, rest);
        }

        for (; i <= n - (4 * width); i += 4 * width)
        {
            Prefetch(x + i + ahead, g + i + ahead, y + i + ahead, dr + i + ahead);
            nint j = i + width;
            Add<TInputScale>(x + i, g + i, y + i, dr + i, a, p, t, slope, scale, ref g0, ref h0);
            Add<TInputScale>(x + j, g + j, y + j, dr + j, a, p, t, slope, scale, ref g1, ref h1);
            nint l = j + width, m = l + width;
            Add<TInputScale>(x + l, g + l, y + l, dr + l, a, p, t, slope, scale, ref g0, ref h0);
            Add<TInputScale>(x + m, g + m, y + m, dr + m, a, p, t, slope, scale, ref g1, ref h1);
        }

        for (; i <= full - width; i += 2 * width)
        {
            nint j = i + width;
            Add<TInputScale>(x + i, g + i, y + i, dr + i, a, p, t, slope, scale, ref g0, ref h0);
            Add<TInputScale>(x + j, g + j, y + j, dr + j, a, p, t, slope, scale, ref g1, ref h1);
        }

        if (i <= full)
            Add<TInputScale>(x + i, g + i, y + i, dr + i, a, p, t, slope, scale, ref g0, ref h0);
        if (TResidual.Value && rest != 0)
            lastGradient.StoreAs(dr + full);
        (g0 + g1).Store(sumDy);
        (h0 + h1).Store(sumDyXmu);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TInputScale>(
        TStorage* x,
        TStorage* g,
        TStorage* y,
        TStorage* dr,
        TLanes a,
        TLanes p,
        TLanes t,
        TLanes slope,
        TLanes scale,
        ref TLanes sumDy,
        ref TLanes sumDyXmu)
        where TInputScale : struct, IInputScale
    {
        TLanes centered = TInputScale.Apply<TLanes, T>(TLanes.LoadFrom(x), scale) - p;
        TLanes masked = Masked(centered, g, y, a, t, slope);
        if (TResidual.Value)
            masked.StoreAs(dr);
        sumDy += masked;
        sumDyXmu = TLanes.MulAdd(masked, centered, sumDyXmu);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(TStorage* x, TStorage* g, TStorage* y, TStorage* dr)
    {
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(x);
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(g);
        if (!TResidual.Value)
            return;
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(y);
        MemoryHints.PrefetchFour<TStorage, T, TLanes>(dr);
    }

    /// <summary>A block of rows, a strip at a time (<see cref="RowStrips"/>).</summary>
    [SkipLocalsInit]
    private static void Rows<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk)
        where TInputScale : struct, IInputScale
    {
        const int length = (2 * PlaneCoefficients<TStorage, T>.RowStretch) + 16;
        T* sumDy = stackalloc T[2 * length], sumDyXmu = sumDy + length;
        nint width = TLanes.Count, registers = ColumnChains.Registers(walk.Count, width);
        new Span<T>(sumDy, (int)(registers * width)).Clear();
        new Span<T>(sumDyXmu, (int)(registers * width)).Clear();
        Coefficients<T> k = p->SampleCoefficients(walk.Sample);
        int strip = RowStrips.Rows<TStorage, T>(walk.Count, p->Channels);
        for (int row = 0; row < walk.Rows; row += strip)
        {
            int count = Math.Min(strip, walk.Rows - row);
            nint at = walk.Start + ((nint)row * p->Channels), r = registers / ColumnChains.Chains * ColumnChains.Chains;
            TStorage* x = p->X + at, g = p->G + at, y = p->Y + at, dr = p->DR + at;
            Strip<TInputScale>(x, g, y, dr, count, p->Channels, walk.Count, planes, k, sumDy, sumDyXmu);
            ColumnChains chains;
            for (; r < registers; r += chains.Count)
            {
                chains = new ColumnChains(r, width, walk.Count, p->Channels);
                Narrow<TInputScale>(x, g, y, dr, count, chains, planes, k, sumDy, sumDyXmu);
            }
        }

        for (nint r = registers - 1; r >= 0; r--)
        {
            nint column = ColumnChains.Column(r, width, walk.Count), statistic = walk.Statistic + column;
            TLanes.Load(sumDy + (r * width)).StoreAs(p->SumDy + statistic);
            TLanes.Load(sumDyXmu + (r * width)).StoreAs(p->SumDyXmu + statistic);
        }

        if (typeof(T) == typeof(float))
            GradientOverflow<TStorage, T>.Check<TActivation, TResidual>(p, planes, walk);
    }

    /// <summary>Four registers of columns at a time: as many chains, a row per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Strip<TInputScale>(
        TStorage* x,
        TStorage* g,
        TStorage* y,
        TStorage* dr,
        nint rows,
        nint stride,
        nint columns,
        in PlaneCoefficients<TStorage, T> planes,
        in Coefficients<T> k,
        T* sumDy,
        T* sumDyXmu)
        where TInputScale : struct, IInputScale
    {
        nint width = TLanes.Count, last = columns - width, end = rows * stride, ahead = k.PrefetchDistance;
        TLanes slope = TLanes.Broadcast(k.Slope), u = TLanes.Broadcast(k.InputScale);
        T* a = planes.A, p = planes.P, t = planes.Offset;
        for (nint c0 = 0; c0 + (3 * width) < columns; c0 += 4 * width)
        {
            nint c1 = c0 + width, c2 = c1 + width, c3 = Math.Min(c2 + width, last);
            TLanes p0 = TLanes.Load(p + c0), p1 = TLanes.Load(p + c1), p2 = TLanes.Load(p + c2), p3 = TLanes.Load(p + c3);
            TLanes g0 = default, g1 = default, g2 = default, g3 = default, h0 = default, h1 = default, h2 = default, h3 = default;
            for (nint at = 0; at < end; at += stride)
            {
                nint o0 = at + c0, o1 = at + c1, o2 = at + c2, o3 = at + c3;
                Prefetch(x + o0 + ahead, g + o0 + ahead, y + o0 + ahead, dr + o0 + ahead);
                Add<TInputScale>(x + o0, g + o0, y + o0, dr + o0, TLanes.Load(a + c0), p0, TLanes.Load(t + c0), slope, u, ref g0, ref h0);
                Add<TInputScale>(x + o1, g + o1, y + o1, dr + o1, TLanes.Load(a + c1), p1, TLanes.Load(t + c1), slope, u, ref g1, ref h1);
                Add<TInputScale>(x + o2, g + o2, y + o2, dr + o2, TLanes.Load(a + c2), p2, TLanes.Load(t + c2), slope, u, ref g2, ref h2);
                Add<TInputScale>(x + o3, g + o3, y + o3, dr + o3, TLanes.Load(a + c3), p3, TLanes.Load(t + c3), slope, u, ref g3, ref h3);
            }

            ColumnMoments<TStorage, T, TLanes>.AddFour(sumDy + c0, g0, g1, g2, g3);
            ColumnMoments<TStorage, T, TLanes>.AddFour(sumDyXmu + c0, h0, h1, h2, h3);
        }
    }

    /// <summary>The last registers of a row, fewer than four: the same number of chains, several rows per step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Narrow<TInputScale>(
        TStorage* x,
        TStorage* g,
        TStorage* y,
        TStorage* dr,
        nint rows,
        in ColumnChains chains,
        in PlaneCoefficients<TStorage, T> planes,
        in Coefficients<T> k,
        T* sumDy,
        T* sumDyXmu)
        where TInputScale : struct, IInputScale
    {
        nint c0 = chains.Column(0), c1 = chains.Column(1), c2 = chains.Column(2), c3 = chains.Column(3);
        TLanes p0 = TLanes.Load(planes.P + c0), p1 = TLanes.Load(planes.P + c1);
        TLanes p2 = TLanes.Load(planes.P + c2), p3 = TLanes.Load(planes.P + c3);
        TLanes a0 = TLanes.Load(planes.A + c0), a1 = TLanes.Load(planes.A + c1);
        TLanes a2 = TLanes.Load(planes.A + c2), a3 = TLanes.Load(planes.A + c3);
        TLanes t0 = TLanes.Load(planes.Offset + c0), t1 = TLanes.Load(planes.Offset + c1);
        TLanes t2 = TLanes.Load(planes.Offset + c2), t3 = TLanes.Load(planes.Offset + c3);
        TLanes slope = TLanes.Broadcast(k.Slope), scale = TLanes.Broadcast(k.InputScale);
        TLanes g0 = default, g1 = default, g2 = default, g3 = default, h0 = default, h1 = default, h2 = default, h3 = default;
        nint o0 = chains.Offset(0), o1 = chains.Offset(1), o2 = chains.Offset(2), o3 = chains.Offset(3);
        nint step = chains.RowsPerStep * chains.Stride, steps = rows / chains.RowsPerStep, ahead = k.PrefetchDistance;
        for (; steps > 0; steps--, o0 += step, o1 += step, o2 += step, o3 += step)
        {
            Prefetch(x + o0 + ahead, g + o0 + ahead, y + o0 + ahead, dr + o0 + ahead);
            Add<TInputScale>(x + o0, g + o0, y + o0, dr + o0, a0, p0, t0, slope, scale, ref g0, ref h0);
            Add<TInputScale>(x + o1, g + o1, y + o1, dr + o1, a1, p1, t1, slope, scale, ref g1, ref h1);
            Add<TInputScale>(x + o2, g + o2, y + o2, dr + o2, a2, p2, t2, slope, scale, ref g2, ref h2);
            Add<TInputScale>(x + o3, g + o3, y + o3, dr + o3, a3, p3, t3, slope, scale, ref g3, ref h3);
        }

        for (nint left = rows % chains.RowsPerStep; left > 0; left--, o0 += chains.Stride, o1 += chains.Stride)
        {
            Add<TInputScale>(x + o0, g + o0, y + o0, dr + o0, a0, p0, t0, slope, scale, ref g0, ref h0);
            if (chains.Count == 2)
                Add<TInputScale>(x + o1, g + o1, y + o1, dr + o1, a1, p1, t1, slope, scale, ref g1, ref h1);
        }

        ColumnMoments<TStorage, T, TLanes>.AddChains(chains, sumDy, g0, g1, g2, g3);
        ColumnMoments<TStorage, T, TLanes>.AddChains(chains, sumDyXmu, h0, h1, h2, h3);
    }
}
