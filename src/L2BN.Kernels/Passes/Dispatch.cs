using System.Numerics;
using System.Runtime.Intrinsics;
using L2BN.Kernels.Lanes;

namespace L2BN.Kernels.Passes;

/// <summary>Chooses the register: the widest that no run of neighbors is shorter than.</summary>
internal static unsafe class Dispatch<TStorage, T>
    where TStorage : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Forward(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(p);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            PassSequence<TStorage, T, Lanes512<T>>.Forward(p, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            PassSequence<TStorage, T, Lanes256<T>>.Forward(p, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            PassSequence<TStorage, T, Lanes128<T>>.Forward(p, residual, pool);
        else if (run > 0)
            PassSequence<TStorage, T, LaneScalar<T>>.Forward(p, residual, pool);
    }

    public static void Backward(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
    {
        int run = ShortestRun(p);
        if (Vector512.IsHardwareAccelerated && run >= Vector512<T>.Count)
            PassSequence<TStorage, T, Lanes512<T>>.Backward(p, residual, pool);
        else if (Vector256.IsHardwareAccelerated && run >= Vector256<T>.Count)
            PassSequence<TStorage, T, Lanes256<T>>.Backward(p, residual, pool);
        else if (Vector128.IsHardwareAccelerated && run >= Vector128<T>.Count)
            PassSequence<TStorage, T, Lanes128<T>>.Backward(p, residual, pool);
        else
            PassSequence<TStorage, T, LaneScalar<T>>.Backward(p, residual, pool);
    }

    private static int ShortestRun(KernelArgs<TStorage, T>* p) =>
        p->Samples == 0 || p->Positions == 0 ? 0 : p->IsRows ? p->Channels : p->Positions;
}

/// <summary>The order of the passes over the data and of the steps over the statistics, specialized by activation, residual and
/// layout.</summary>
internal static unsafe class PassSequence<TStorage, T, TLanes>
    where TStorage : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Below this many statistics a step is over before a second thread would have woken up.
    private const int WorthSharing = 4096;

    public static void Forward(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
    {
        if (p->Positions == 1)
            Forward<ValueStatistics>(p, residual, pool);
        else
            Forward<StoredStatistics>(p, residual, pool);
    }

    public static void Backward(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
    {
        if (p->Positions == 1)
            Backward<ValueStatistics>(p, residual, pool);
        else
            Backward<StoredStatistics>(p, residual, pool);
    }

    private static void Forward<TStatistics>(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
        where TStatistics : struct, IPlaneStatistics
    {
        if (TStatistics.AreStored)
            pool.Run(p->Parts, MomentsBody(p), p);
        WorkerPool statisticsPool = StatisticsPool(p, pool);
        statisticsPool.Run(p->Samples, &SampleNormStep<TStorage, T, TLanes, TStatistics>.Run, p);
        if (p->Training)
            statisticsPool.Run(ChannelLoop.Parts(p->Channels), &ChannelStatisticsStep<TStorage, T, TStatistics>.Run, p);
        pool.Run(p->Parts, Body(p->Options.Activation, new OutputVisitor(p->IsRows, residual)), p);
    }

    private static void Backward<TStatistics>(KernelArgs<TStorage, T>* p, bool residual, WorkerPool pool)
        where TStatistics : struct, IPlaneStatistics
    {
        pool.Run(p->Parts, Body(p->Options.Activation, new GradientSumsVisitor(p->IsRows, residual)), p);
        WorkerPool statisticsPool = StatisticsPool(p, pool);
        statisticsPool.Run(ChannelLoop.Parts(p->Channels), &ChannelGradientStep<TStorage, T>.Run, p);
        if (p->DX == null)
            return;
        statisticsPool.Run(p->Samples, &RadialStep<TStorage, T, TStatistics>.Run, p);

        // The residual's gradient is the gradient through the activation: nothing is left to mask.
        p->G = residual ? p->DR : p->G;
        Activation activation = residual ? Activation.Identity : p->Options.Activation;
        pool.Run(p->Parts, Body(activation, new InputGradientVisitor(p->IsRows)), p);
    }

    private static delegate*<void*, int, void> MomentsBody(KernelArgs<TStorage, T>* p) =>
        p->IsRows ? &ColumnMoments<TStorage, T, TLanes>.Run
        : p->HasShortRuns ? &ShortPlaneMoments<TStorage, T, TLanes>.Run
        : &PlaneMoments<TStorage, T, TLanes>.Run;

    private static WorkerPool StatisticsPool(KernelArgs<TStorage, T>* p, WorkerPool pool) =>
        (long)p->Samples * p->Blocks * p->Channels < WorthSharing ? SerialPool.Instance : pool;

    private static delegate*<void*, int, void> Body<TVisitor>(Activation activation, TVisitor visitor)
        where TVisitor : IActivationVisitor<nint> =>
        (delegate*<void*, int, void>)activation.Visit<TVisitor, nint>(visitor);

    private readonly struct OutputVisitor(bool rows, bool residual) : IActivationVisitor<nint>
    {
        public nint Visit<TActivation>()
            where TActivation : struct, IActivation => residual ? Body<TActivation, True>() : Body<TActivation, False>();

        private nint Body<TActivation, TResidual>()
            where TActivation : struct, IActivation
            where TResidual : struct, IConstant =>
            (nint)(delegate*<void*, int, void>)(rows
                ? &OutputStep<TStorage, T, TLanes, TActivation, TResidual>.ChannelsLast
                : &OutputStep<TStorage, T, TLanes, TActivation, TResidual>.ChannelsFirst);
    }

    private readonly struct GradientSumsVisitor(bool rows, bool residual) : IActivationVisitor<nint>
    {
        public nint Visit<TActivation>()
            where TActivation : struct, IActivation => residual ? Body<TActivation, True>() : Body<TActivation, False>();

        private nint Body<TActivation, TResidual>()
            where TActivation : struct, IActivation
            where TResidual : struct, IConstant =>
            (nint)(delegate*<void*, int, void>)(rows
                ? &GradientSumsStep<TStorage, T, TLanes, TActivation, TResidual>.ChannelsLast
                : &GradientSumsStep<TStorage, T, TLanes, TActivation, TResidual>.ChannelsFirst);
    }

    private readonly struct InputGradientVisitor(bool rows) : IActivationVisitor<nint>
    {
        public nint Visit<TActivation>()
            where TActivation : struct, IActivation =>
            (nint)(delegate*<void*, int, void>)(rows
                ? &InputGradientStep<TStorage, T, TLanes, TActivation>.ChannelsLast
                : &InputGradientStep<TStorage, T, TLanes, TActivation>.ChannelsFirst);
    }
}
