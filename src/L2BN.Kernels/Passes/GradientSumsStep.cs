using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>
/// First pass of backward: Σg' and Σg'·(x − p) of every block of every plane, g' the gradient behind the activation. The activation's
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
        var planes = new PlaneCoefficients<TStorage, T>(scratch);
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
                TLanes sumDy, sumDyXmu;
                if (noScale)
                    Run<NoScale>(x, g, y, dr, walk.Length, k, out sumDy, out sumDyXmu);
                else
                    Run<PowerOfTwo>(x, g, y, dr, walk.Length, k, out sumDy, out sumDyXmu);
                sumDy.Store(lanes + (count * TLanes.Count));
                sumDyXmu.Store(lanesXmu + (count * TLanes.Count));
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
        T* scratch = stackalloc T[PlaneCoefficients<TStorage, T>.ScratchLength];
        var planes = new PlaneCoefficients<TStorage, T>(scratch);
        var walk = new RowWalk<TStorage, T>(p, part);
        while (walk.NextStretch())
        {
            planes.ComputeForward(p, walk.Sample, walk.Channel, walk.Count);
            nint width = TLanes.Count;
            for (nint c = 0; c < walk.Count; c += width)
            {
                nint at = c <= walk.Count - width ? c : walk.Count - width;
                if (p->PowerOfTwoScale[walk.Sample] == 1)
                    Column<NoScale>(p, planes, walk, at);
                else
                    Column<PowerOfTwo>(p, planes, walk, at);
            }
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run<TInputScale>(
        TStorage* x, TStorage* g, TStorage* y, TStorage* dr, nint n, in Coefficients<T> k, out TLanes sumDy, out TLanes sumDyXmu)
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

        for (; i <= full - width; i += 2 * width)
        {
            nint next = i + ahead;
            Prefetch(x + next, g + next, y + next, dr + next);
            Prefetch(x + next + width, g + next + width, y + next + width, dr + next + width);
            Add<TInputScale>(x + i, g + i, y + i, dr + i, a, p, t, slope, scale, ref g0, ref h0);
            Add<TInputScale>(x + i + width, g + i + width, y + i + width, dr + i + width, a, p, t, slope, scale, ref g1, ref h1);
        }

        if (i <= full)
            Add<TInputScale>(x + i, g + i, y + i, dr + i, a, p, t, slope, scale, ref g0, ref h0);
        if (TResidual.Value && rest != 0)
            lastGradient.StoreAs(dr + full);
        sumDy = g0 + g1;
        sumDyXmu = h0 + h1;
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
        TLanes.Prefetch(x);
        TLanes.Prefetch(g);
        if (!TResidual.Value)
            return;
        TLanes.Prefetch(y);
        TLanes.Prefetch(dr);
    }

    /// <summary>A register of columns of a block of rows. The last two may overlap; a column computed twice gets the same values
    /// twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TInputScale>(
        KernelArgs<TStorage, T>* p, in PlaneCoefficients<TStorage, T> planes, in RowWalk<TStorage, T> walk, nint c)
        where TInputScale : struct, IInputScale
    {
        TLanes slope = TLanes.Broadcast(Storage.FromDouble<T>(p->Options.NegativeSlope));
        TLanes scale = TLanes.Broadcast(Storage.FromDouble<T>(p->PowerOfTwoScale[walk.Sample]));
        TLanes a = TLanes.Load(planes.A + c), pivot = TLanes.Load(planes.P + c), t = TLanes.Load(planes.Offset + c);
        TLanes sumDy = default, sumDyXmu = default;
        nint at = walk.Start + c;
        for (nint row = 0; row < walk.Rows; row++, at += p->Channels)
            Add<TInputScale>(p->X + at, p->G + at, p->Y + at, p->DR + at, a, pivot, t, slope, scale, ref sumDy, ref sumDyXmu);
        nint statistic = walk.Statistic + c;
        sumDy.StoreAs(p->SumDy + statistic);
        sumDyXmu.StoreAs(p->SumDyXmu + statistic);
        if (typeof(T) == typeof(float))
            GradientOverflow<TStorage, T>.Check<TActivation, TResidual>(p, planes, walk, c, TLanes.Count);
    }
}
