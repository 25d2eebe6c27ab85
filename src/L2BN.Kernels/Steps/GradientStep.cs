using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>First pass of backward: Σg' and Σg'·(x − p) of every block of every plane.</summary>
internal static unsafe class GradientStep<T, TLanes, TActivation, TResidual>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
    where TResidual : struct, IFlag
{
    private const int Group = 8;

    /// <summary>The lanes of eight runs are kept and added together: see <see cref="ILanes{TSelf,T}.SumEight"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsFirst(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        T* room = stackalloc T[PlaneCoefficients<T>.Room];
        T* lanes = stackalloc T[2 * Group * 16];
        T* lanesX = lanes + (Group * TLanes.Count);
        nint* statistics = stackalloc nint[Group];
        double* sums = stackalloc double[2 * Group];
        var planes = new PlaneCoefficients<T>(room);
        var walk = new PlaneWalk<T>(p, part);
        while (walk.NextStretch())
        {
            planes.FillForward(p, walk.Sample, walk.Channel, walk.Count);
            bool asIs = p->Unit[walk.Sample] == 1;
            var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]), Ahead = p->Ahead };
            int kept = 0;
            while (walk.NextRun())
            {
                (k.A, k.P, k.Offset) = (planes.A[walk.Index], planes.P[walk.Index], planes.Offset[walk.Index]);
                T* x = p->X + walk.Start, g = p->G + walk.Start, y = p->Y + walk.Start, dr = p->DR + walk.Start;
                TLanes sumG, sumGX;
                if (asIs)
                    GradientSums<T, TLanes, TActivation, TResidual, AsIs>.Run(x, g, y, dr, walk.Length, k, out sumG, out sumGX);
                else
                    GradientSums<T, TLanes, TActivation, TResidual, PowerOfTwo>.Run(x, g, y, dr, walk.Length, k, out sumG, out sumGX);
                sumG.Store(lanes + (kept * TLanes.Count));
                sumGX.Store(lanesX + (kept * TLanes.Count));
                statistics[kept] = walk.Statistic;
                if (++kept == Group)
                {
                    Add(p, planes, walk, lanes, sums, statistics, kept);
                    kept = 0;
                }
            }

            Add(p, planes, walk, lanes, sums, statistics, kept);
        }
    }

    /// <summary>Adds the lanes of the kept runs; the rest of the eight are leftovers whose sums nobody reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Problem<T>* p, in PlaneCoefficients<T> planes, in PlaneWalk<T> walk, T* lanes, double* sums, nint* statistics, int kept)
    {
        TLanes.SumEight(lanes, sums);
        TLanes.SumEight(lanes + (Group * TLanes.Count), sums + Group);
        double all = 0;
        for (int k = 0; k < kept; k++)
        {
            (p->SumG[statistics[k]], p->SumGX[statistics[k]]) = (sums[k], sums[Group + k]);
            all += sums[k] + sums[Group + k];
        }

        if (typeof(T) == typeof(float) && !double.IsFinite(all))
            GradientOverflow<T>.Runs<TActivation, TResidual>(p, planes, walk, statistics, kept);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsLast(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        T* room = stackalloc T[PlaneCoefficients<T>.Room];
        var planes = new PlaneCoefficients<T>(room);
        var walk = new RowWalk<T>(p, part);
        while (walk.NextStretch())
        {
            planes.FillForward(p, walk.Sample, walk.Channel, walk.Count);
            nint width = TLanes.Count;
            for (nint c = 0; c < walk.Count; c += width)
            {
                nint at = c <= walk.Count - width ? c : walk.Count - width;
                if (p->Unit[walk.Sample] == 1)
                    Column<AsIs>(p, planes, walk, at);
                else
                    Column<PowerOfTwo>(p, planes, walk, at);
            }
        }
    }

    /// <summary>A register of columns. The last two may overlap; a column visited twice gets the same values twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TUnit>(Problem<T>* p, in PlaneCoefficients<T> planes, in RowWalk<T> walk, nint c)
        where TUnit : struct, IUnit
    {
        TLanes slope = TLanes.Broadcast(Real.FromDouble<T>(p->Options.NegativeSlope));
        TLanes unit = TLanes.Broadcast(Real.FromDouble<T>(p->Unit[walk.Sample]));
        TLanes a = TLanes.Load(planes.A + c), pivot = TLanes.Load(planes.P + c), t = TLanes.Load(planes.Offset + c);
        TLanes sumG = default, sumGX = default;
        nint at = walk.Start + c;
        for (nint row = 0; row < walk.Rows; row++, at += p->Channels)
        {
            TLanes centred = TUnit.In<TLanes, T>(TLanes.Load(p->X + at), unit) - pivot;
            TLanes masked = GradientSums<T, TLanes, TActivation, TResidual, TUnit>.Masked(centred, p->G + at, p->Y + at, a, t, slope);
            if (TResidual.Value)
                masked.Store(p->DR + at);
            sumG += masked;
            sumGX = TLanes.MulAdd(masked, centred, sumGX);
        }

        nint statistic = walk.Statistic + c;
        sumG.StoreAs(p->SumG + statistic);
        sumGX.StoreAs(p->SumGX + statistic);
        if (typeof(T) == typeof(float))
            GradientOverflow<T>.Check<TActivation, TResidual>(p, planes, walk, c, TLanes.Count);
    }
}
