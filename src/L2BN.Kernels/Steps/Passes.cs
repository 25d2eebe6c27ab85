using System.Numerics;
using L2BN.Kernels.Lanes;
using L2BN.Kernels.Operators;

namespace L2BN.Kernels.Steps;

/// <summary>The order of the steps.</summary>
internal static unsafe class Passes<T, TLanes>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TLanes : struct, ILanes<TLanes, T>
{
    // Below this many statistics a step is over before a second thread would have woken up.
    private const int WorthSharing = 4096;

    public static void Forward(Problem<T>* p, bool residual, WorkerPool pool)
    {
        bool rows = p->Rows;
        pool.Run(p->Parts, rows ? &MomentsStep<T, TLanes>.ChannelsLast : &MomentsStep<T, TLanes>.ChannelsFirst, p);
        WorkerPool forStatistics = ForStatistics(p, pool);
        forStatistics.Run(p->Samples, &NormStep<T, TLanes>.Run, p);
        if (p->Training)
            forStatistics.Run(ChannelStep<T>.Parts(p->Channels), &ChannelStep<T>.Run, p);
        pool.Run(p->Parts, ForwardBody(p->Options.Activation, rows, residual), p);
    }

    public static void Backward(Problem<T>* p, bool residual, WorkerPool pool)
    {
        bool rows = p->Rows;
        Activation activation = p->Options.Activation;
        pool.Run(p->Parts, GradientBody(activation, rows, residual), p);
        WorkerPool forStatistics = ForStatistics(p, pool);
        forStatistics.Run(ChannelStep<T>.Parts(p->Channels), &ChannelGradientStep<T>.Run, p);
        if (p->DX == null)
            return;
        forStatistics.Run(p->Samples, &AlongStep<T>.Run, p);
        p->G = residual ? p->DR : p->G;
        pool.Run(p->Parts, BackwardBody(residual ? Activation.Identity : activation, rows), p);
    }

    private static WorkerPool ForStatistics(Problem<T>* p, WorkerPool pool) =>
        (long)p->Samples * p->Blocks * p->Channels < WorthSharing ? SerialPool.Instance : pool;

    private static delegate*<void*, int, void> ForwardBody(Activation activation, bool rows, bool residual) => activation switch
    {
        Activation.Relu => residual ? ForwardBody<Relu, Yes>(rows) : ForwardBody<Relu, No>(rows),
        Activation.LeakyRelu => residual ? ForwardBody<LeakyRelu, Yes>(rows) : ForwardBody<LeakyRelu, No>(rows),
        _ => residual ? ForwardBody<Identity, Yes>(rows) : ForwardBody<Identity, No>(rows),
    };

    private static delegate*<void*, int, void> ForwardBody<TActivation, TResidual>(bool rows)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag =>
        rows ? &ForwardStep<T, TLanes, TActivation, TResidual>.ChannelsLast : &ForwardStep<T, TLanes, TActivation, TResidual>.ChannelsFirst;

    private static delegate*<void*, int, void> GradientBody(Activation activation, bool rows, bool residual) => activation switch
    {
        Activation.Relu => residual ? GradientBody<Relu, Yes>(rows) : GradientBody<Relu, No>(rows),
        Activation.LeakyRelu => residual ? GradientBody<LeakyRelu, Yes>(rows) : GradientBody<LeakyRelu, No>(rows),
        _ => residual ? GradientBody<Identity, Yes>(rows) : GradientBody<Identity, No>(rows),
    };

    private static delegate*<void*, int, void> GradientBody<TActivation, TResidual>(bool rows)
        where TActivation : struct, IActivation
        where TResidual : struct, IFlag =>
        rows ? &GradientStep<T, TLanes, TActivation, TResidual>.ChannelsLast : &GradientStep<T, TLanes, TActivation, TResidual>.ChannelsFirst;

    private static delegate*<void*, int, void> BackwardBody(Activation activation, bool rows) => activation switch
    {
        Activation.Relu => BackwardBody<Relu>(rows),
        Activation.LeakyRelu => BackwardBody<LeakyRelu>(rows),
        _ => BackwardBody<Identity>(rows),
    };

    private static delegate*<void*, int, void> BackwardBody<TActivation>(bool rows)
        where TActivation : struct, IActivation =>
        rows ? &BackwardStep<T, TLanes, TActivation>.ChannelsLast : &BackwardStep<T, TLanes, TActivation>.ChannelsFirst;
}
