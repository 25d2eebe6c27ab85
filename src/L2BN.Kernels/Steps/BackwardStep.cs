using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>Second pass of backward: writes the gradient of the input.</summary>
internal static unsafe class BackwardStep<T, TLanes, TActivation>
    where T : unmanaged
    where TLanes : struct, ILanes<TLanes, T>
    where TActivation : struct, IActivation
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
            planes.FillBackward(p, walk.Sample, walk.Channel, walk.Count);
            bool live = p->Live[walk.Sample] != 0, asIs = p->Unit[walk.Sample] == 1;
            var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]), Stream = p->Stream, Ahead = p->Ahead };
            while (walk.NextRun())
            {
                int i = walk.Index;
                (k.A, k.P, k.Offset) = (planes.A[i], planes.P[i], planes.Offset[i]);
                (k.GradientFactor, k.InputFactor, k.GradientOffset) = (planes.GradientFactor[i], planes.InputFactor[i], planes.GradientOffset[i]);
                T* x = p->X + walk.Start, g = p->G + walk.Start, dx = p->DX + walk.Start;
                if (!live)
                    new Span<T>(dx, walk.Length).Clear();
                else if (asIs)
                    BackwardLoop<T, TLanes, TActivation, AsIs>.Run(x, g, dx, walk.Length, k);
                else
                    BackwardLoop<T, TLanes, TActivation, PowerOfTwo>.Run(x, g, dx, walk.Length, k);
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
            planes.FillBackward(p, walk.Sample, walk.Channel, walk.Count);
            if (p->Live[walk.Sample] == 0)
                Clear(p, walk);
            else if (p->Unit[walk.Sample] == 1)
                Rows<AsIs>(p, planes, walk);
            else
                Rows<PowerOfTwo>(p, planes, walk);
        }
    }

    private static void Clear(Problem<T>* p, in RowWalk<T> walk)
    {
        for (nint row = 0; row < walk.Rows; row++)
            new Span<T>(p->DX + walk.Start + (row * p->Channels), walk.Count).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows<TUnit>(Problem<T>* p, in PlaneCoefficients<T> planes, in RowWalk<T> walk)
        where TUnit : struct, IUnit
    {
        nint at = walk.Start, width = TLanes.Count, full = walk.Count - width;
        TLanes slope = TLanes.Broadcast(Real.FromDouble<T>(p->Options.NegativeSlope));
        TLanes unit = TLanes.Broadcast(Real.FromDouble<T>(p->Unit[walk.Sample])), last = default;
        bool ragged = walk.Count % width != 0;
        for (nint row = 0; row < walk.Rows; row++, at += p->Channels)
        {
            if (ragged)
                last = One<TUnit>(p, planes, at, full, slope, unit);
            for (nint c = 0; c <= full; c += width)
                One<TUnit>(p, planes, at, c, slope, unit).Store(p->DX + at + c);
            if (ragged)
                last.Store(p->DX + at + full);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TUnit>(Problem<T>* p, in PlaneCoefficients<T> planes, nint at, nint c, TLanes slope, TLanes unit)
        where TUnit : struct, IUnit =>
        BackwardLoop<T, TLanes, TActivation, TUnit>.One(
            p->X + at + c,
            p->G + at + c,
            TLanes.Load(planes.A + c),
            TLanes.Load(planes.P + c),
            TLanes.Load(planes.Offset + c),
            slope,
            unit,
            TLanes.Load(planes.GradientFactor + c),
            TLanes.Load(planes.InputFactor + c),
            TLanes.Load(planes.GradientOffset + c));
}
