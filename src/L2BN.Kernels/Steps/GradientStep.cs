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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void ChannelsFirst(void* state, int part)
    {
        Problem<T>* p = (Problem<T>*)state;
        T* room = stackalloc T[PlaneCoefficients<T>.Room];
        var planes = new PlaneCoefficients<T>(room);
        var walk = new PlaneWalk<T>(p, part);
        while (walk.NextStretch())
        {
            planes.FillForward(p, walk.Sample, walk.Channel, walk.Count);
            bool asIs = p->Unit[walk.Sample] == 1;
            var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]) };
            while (walk.NextRun())
            {
                (k.A, k.P, k.Offset) = (planes.A[walk.Index], planes.P[walk.Index], planes.Offset[walk.Index]);
                T* x = p->X + walk.Start, g = p->G + walk.Start, y = p->Y + walk.Start, dr = p->DR + walk.Start;
                double sumG, sumGX;
                if (asIs)
                    GradientSums<T, TLanes, TActivation, TResidual, AsIs>.Run(x, g, y, dr, walk.Length, k, out sumG, out sumGX);
                else
                    GradientSums<T, TLanes, TActivation, TResidual, PowerOfTwo>.Run(x, g, y, dr, walk.Length, k, out sumG, out sumGX);
                if (typeof(T) == typeof(float) && !double.IsFinite(sumG + sumGX))
                    GradientOverflow<T>.Sums<TActivation, TResidual>(x, g, y, walk.Length, 1, k, out sumG, out sumGX);
                nint at = walk.Statistic;
                (p->SumG[at], p->SumGX[at]) = (sumG, sumGX);
            }
        }
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
