using L2BN.Kernels;
using L2BN.Threads;
using TorchSharp;
using static TorchSharp.torch;
using BFloat16 = L2BN.Kernels.BFloat16;

namespace L2BN.Fused;

/// <summary>The kernels on tensors: from the types of data and parameters to the kernel for them. No autograd here.</summary>
internal static class FusedKernels
{
    /// <summary>Writes the output, what backward needs, and in training the running statistics.</summary>
    internal static void Forward(FusedCall call, Tensor x, Tensor? residual, Tensor y, Span<double> saved)
    {
        switch (x.dtype, call.ParameterType)
        {
            case (ScalarType.Float32, ScalarType.Float32):
                Forward<float, float>(call, x, residual, y, saved);
                break;
            case (ScalarType.Float64, ScalarType.Float64):
                Forward<double, double>(call, x, residual, y, saved);
                break;
            case (ScalarType.BFloat16, ScalarType.Float32):
                Forward<BFloat16, float>(call, x, residual, y, saved);
                break;
            case (ScalarType.BFloat16, ScalarType.BFloat16):
                Forward<BFloat16, BFloat16>(call, x, residual, y, saved);
                break;
            default:
                throw Unsupported(call, x);
        }
    }

    /// <summary>Writes the gradients that have a tensor.</summary>
    internal static void Backward(FusedCall call, Tensor x, Tensor g, Tensor? y, Tensor saved, FusedGradients into)
    {
        switch (x.dtype, call.ParameterType)
        {
            case (ScalarType.Float32, ScalarType.Float32):
                Backward<float, float>(call, x, g, y, saved, into);
                break;
            case (ScalarType.Float64, ScalarType.Float64):
                Backward<double, double>(call, x, g, y, saved, into);
                break;
            case (ScalarType.BFloat16, ScalarType.Float32):
                Backward<BFloat16, float>(call, x, g, y, saved, into);
                break;
            case (ScalarType.BFloat16, ScalarType.BFloat16):
                Backward<BFloat16, BFloat16>(call, x, g, y, saved, into);
                break;
            default:
                throw Unsupported(call, x);
        }
    }

    /// <summary>Whether there is a kernel for data of this type with parameters of that type.</summary>
    internal static bool Supports(ScalarType data, ScalarType parameters) => data switch
    {
        ScalarType.Float32 or ScalarType.Float64 => parameters == data,
        ScalarType.BFloat16 => parameters is ScalarType.BFloat16 or ScalarType.Float32,
        _ => false,
    };

    private static NotSupportedException Unsupported(FusedCall call, Tensor x) => new(
        $"Expected a type that {nameof(Supports)} accepts, got {x.dtype} with parameters of {call.ParameterType}.");

    private static void Forward<T, TParameter>(FusedCall call, Tensor x, Tensor? residual, Tensor y, Span<double> saved)
        where T : unmanaged
        where TParameter : unmanaged
    {
        FeatureLayout layout = call.Shape.Layout;
        NormState state = call.State;
        var data = new ForwardData<T, TParameter>
        {
            Input = DenseLayout.GetSpan<T>(x, layout),
            Weight = DenseLayout.GetSpan<TParameter>(state.Weight),
            Bias = DenseLayout.GetSpan<TParameter>(state.Bias),
            Residual = DenseLayout.GetSpan<T>(residual, layout),
            Output = DenseLayout.GetSpan<T>(y, layout),
        };
        Span<TParameter> mean = DenseLayout.GetSpan<TParameter>(state.RunningMean);
        Span<TParameter> variance = DenseLayout.GetSpan<TParameter>(state.RunningVar);
        int small = call.Norm.UseBatchStatistics
            ? Train(call, data, saved, mean, variance)
            : L2BatchNormKernel.ForwardEvaluation<T, TParameter>(call.Shape, call.Options, data, mean, variance, saved, TorchThreads.Pool);
        call.Small?.Add(small, call.Options.NormEps);
        KeepAlive(x, residual, y, state.Weight, state.Bias, state.RunningMean, state.RunningVar);
    }

    private static int Train<T, TParameter>(
        FusedCall call,
        in ForwardData<T, TParameter> data,
        Span<double> saved,
        Span<TParameter> runningMean,
        Span<TParameter> runningVariance)
        where T : unmanaged
        where TParameter : unmanaged
    {
        int channels = call.Shape.Channels;
        double[] statistics = System.Buffers.ArrayPool<double>.Shared.Rent(2 * channels);
        Span<double> mean = statistics.AsSpan(0, channels), variance = statistics.AsSpan(channels, channels);
        int small = L2BatchNormKernel.ForwardTraining(call.Shape, call.Options, data, saved, mean, variance, TorchThreads.Pool);
        RunningStatistics.Update(runningMean, mean, call.Norm.Momentum);
        RunningStatistics.Update(runningVariance, variance, call.Norm.Momentum);
        System.Buffers.ArrayPool<double>.Shared.Return(statistics);
        return small;
    }

    private static void Backward<T, TParameter>(FusedCall call, Tensor x, Tensor g, Tensor? y, Tensor saved, FusedGradients into)
        where T : unmanaged
        where TParameter : unmanaged
    {
        FeatureLayout layout = call.Shape.Layout;
        var data = new BackwardData<T, TParameter>
        {
            Input = DenseLayout.GetSpan<T>(x, layout),
            OutputGradient = DenseLayout.GetSpan<T>(g, layout),
            Output = DenseLayout.GetSpan<T>(y, layout),
            InputGradient = DenseLayout.GetSpan<T>(into.Input, layout),
            ResidualGradient = DenseLayout.GetSpan<T>(into.Residual, layout),
            WeightGradient = DenseLayout.GetSpan<TParameter>(into.Weight),
            BiasGradient = DenseLayout.GetSpan<TParameter>(into.Bias),
        };
        L2BatchNormKernel.Backward(
            call.Shape,
            call.Options,
            call.Norm.UseBatchStatistics,
            data,
            DenseLayout.GetSpan<double>(saved),
            TorchThreads.Pool);
        KeepAlive(x, g, y, saved, into.Input, into.Residual, into.Weight, into.Bias);
    }

    private static void KeepAlive(params ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
            GC.KeepAlive(tensor);
    }
}
