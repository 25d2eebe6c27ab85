using System.Runtime.CompilerServices;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Loops;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>Second pass of forward: writes the output.</summary>
internal static unsafe class ForwardStep<T, TLanes, TActivation, TResidual>
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
            var k = new Coefficients<T> { Slope = Real.FromDouble<T>(p->Options.NegativeSlope), Unit = Real.FromDouble<T>(p->Unit[walk.Sample]), Stream = p->Stream, Ahead = p->Ahead };
            while (walk.NextRun())
            {
                (k.A, k.P, k.Offset) = (planes.A[walk.Index], planes.P[walk.Index], planes.Offset[walk.Index]);
                if (asIs)
                    ForwardLoop<T, TLanes, TActivation, TResidual, AsIs>.Run(p->X + walk.Start, p->R + walk.Start, p->Y + walk.Start, walk.Length, k);
                else
                    ForwardLoop<T, TLanes, TActivation, TResidual, PowerOfTwo>.Run(p->X + walk.Start, p->R + walk.Start, p->Y + walk.Start, walk.Length, k);
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
            if (p->Unit[walk.Sample] == 1)
                Rows<AsIs>(p, planes, walk);
            else
                Rows<PowerOfTwo>(p, planes, walk);
        }
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
                One<TUnit>(p, planes, at, c, slope, unit).Store(p->Y + at + c);
            if (ragged)
                last.Store(p->Y + at + full);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes One<TUnit>(Problem<T>* p, in PlaneCoefficients<T> planes, nint at, nint c, TLanes slope, TLanes unit)
        where TUnit : struct, IUnit =>
        ForwardLoop<T, TLanes, TActivation, TResidual, TUnit>.One(
            p->X + at + c, p->R + at + c, TLanes.Load(planes.A + c), TLanes.Load(planes.P + c), TLanes.Load(planes.Offset + c), slope, unit);
}
