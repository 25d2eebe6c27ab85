using System.Numerics;
using L2BN.Kernels;
using L2BN.Threads;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The kernels on tensors of one element type: no autograd here.</summary>
internal static class FusedKernels
{
    /// <summary>Writes the output, what backward needs, and in training the running statistics.</summary>
    internal static void Forward(FusedCall call, Tensor x, Tensor? residual, Tensor y, Span<double> saved)
    {
        if (x.dtype == ScalarType.Float32)
            Forward<float>(call, x, residual, y, saved);
        else
            Forward<double>(call, x, residual, y, saved);
    }

    /// <summary>Writes the gradients that have a tensor.</summary>
    internal static void Backward(FusedCall call, Tensor x, Tensor g, Tensor? y, Tensor saved, FusedGradients into)
    {
        if (x.dtype == ScalarType.Float32)
            Backward<float>(call, x, g, y, saved, into);
        else
            Backward<double>(call, x, g, y, saved, into);
    }

    private static void Forward<T>(FusedCall call, Tensor x, Tensor? residual, Tensor y, Span<double> saved)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FeatureLayout layout = call.Shape.Layout;
        NormState state = call.State;
        var data = new ForwardData<T>
        {
            Input = DenseLayout.GetSpan<T>(x, layout),
            Weight = DenseLayout.GetSpan<T>(state.Weight),
            Bias = DenseLayout.GetSpan<T>(state.Bias),
            Residual = DenseLayout.GetSpan<T>(residual, layout),
            Output = DenseLayout.GetSpan<T>(y, layout),
        };
        Span<T> mean = DenseLayout.GetSpan<T>(state.RunningMean), variance = DenseLayout.GetSpan<T>(state.RunningVar);
        int small = call.Norm.UseBatchStatistics
            ? Train(call, data, saved, mean, variance)
            : L2BatchNormKernel.ForwardEvaluation(call.Shape, call.Options, data, mean, variance, saved, TorchThreads.Pool);
        call.Small?.Add(small, call.Options.NormEps);
        KeepAlive(x, residual, y, state.Weight, state.Bias, state.RunningMean, state.RunningVar);
    }

    private static int Train<T>(FusedCall call, in ForwardData<T> data, Span<double> saved, Span<T> runningMean, Span<T> runningVariance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = call.Shape.Channels;
        double[] statistics = System.Buffers.ArrayPool<double>.Shared.Rent(2 * channels);
        Span<double> mean = statistics.AsSpan(0, channels), variance = statistics.AsSpan(channels, channels);
        int small = L2BatchNormKernel.ForwardTraining(call.Shape, call.Options, data, saved, mean, variance, TorchThreads.Pool);
        UpdateRunning(runningMean, mean, call.Norm.Momentum);
        UpdateRunning(runningVariance, variance, call.Norm.Momentum);
        System.Buffers.ArrayPool<double>.Shared.Return(statistics);
        return small;
    }

    private static void UpdateRunning<T>(Span<T> running, ReadOnlySpan<double> batch, double momentum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int c = 0; c < running.Length; c++)
            running[c] = T.CreateTruncating(((1 - momentum) * double.CreateTruncating(running[c])) + (momentum * batch[c]));
    }

    private static void Backward<T>(FusedCall call, Tensor x, Tensor g, Tensor? y, Tensor saved, FusedGradients into)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        FeatureLayout layout = call.Shape.Layout;
        var data = new BackwardData<T>
        {
            Input = DenseLayout.GetSpan<T>(x, layout),
            OutputGradient = DenseLayout.GetSpan<T>(g, layout),
            Output = DenseLayout.GetSpan<T>(y, layout),
            InputGradient = DenseLayout.GetSpan<T>(into.Input, layout),
            ResidualGradient = DenseLayout.GetSpan<T>(into.Residual, layout),
            WeightGradient = DenseLayout.GetSpan<T>(into.Weight),
            BiasGradient = DenseLayout.GetSpan<T>(into.Bias),
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
