using System.Buffers;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The layer by the fused kernels: float32 and float64 on the CPU. Arguments are checked already.</summary>
internal static class FusedL2BatchNorm
{
    /// <summary>Whether the kernels can take the call; what they cannot is computed in torch's operators.</summary>
    internal static bool Takes(Tensor input, NormState state)
    {
        ScalarType type = input.dtype;
        return input.device_type == DeviceType.CPU
            && type is ScalarType.Float32 or ScalarType.Float64
            && input.numel() > 0
            && BuffersFit(input)
            && Fits(state.RunningMean, type) && Fits(state.RunningVar, type) && Fits(state.Weight, type) && Fits(state.Bias, type);
    }

    internal static Tensor Forward(Tensor input, NormState state, NormCall norm, Tensor? residual, SmallNormCounter? small)
    {
        using var scope = NewDisposeScope();
        FeatureLayout layout = DenseLayout.Of(input) ?? FeatureLayout.ChannelsFirst;
        Tensor x = DenseLayout.In(layout, input);
        Tensor? r = residual is null ? null : DenseLayout.In(layout, residual);
        FusedCall call = FusedCall.Of(x, layout, state, norm, r is not null, small);
        Tensor y = NeedsGraph(x, state, r) ? L2BatchNormFunction.apply(ThroughView(x), state.Weight!, state.Bias!, r!, call) : WithoutGraph(call, x, r);
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>Autograd moves a gradient into a leaf's <c>grad</c> only if nobody else holds it, and copies it otherwise; TorchSharp's node
    /// holds what it returned. Behind a view the leaf gets a tensor of its own on the same memory, and nothing is copied.</summary>
    private static Tensor ThroughView(Tensor x) => x.requires_grad && x.is_leaf ? x.view(x.shape) : x;

    // Tensors give out their memory as spans of bytes, whose length is an int; what the kernels save is a tensor too.
    private static bool BuffersFit(Tensor input)
    {
        (long samples, long channels) = (input.size(0), input.size(1));
        return KernelBuffers.Fit(samples, channels, input.numel() / samples / channels, (int)input.element_size());
    }

    private static bool Fits(Tensor? vector, ScalarType type) =>
        vector is null || (vector.dtype == type && vector.device_type == DeviceType.CPU && vector.is_contiguous());

    private static bool NeedsGraph(Tensor x, NormState state, Tensor? residual) => is_grad_enabled()
        && (x.requires_grad || state.Weight?.requires_grad == true || state.Bias?.requires_grad == true || residual?.requires_grad == true);

    private static Tensor WithoutGraph(FusedCall call, Tensor x, Tensor? residual)
    {
        Tensor y = DenseLayout.Empty(call.Shape.Layout, x);
        int length = call.Norm.UseBatchStatistics ? call.SavedLength : 0;
        double[] saved = ArrayPool<double>.Shared.Rent(length);
        FusedKernels.Forward(call, x, residual, y, saved.AsSpan(0, length));
        ArrayPool<double>.Shared.Return(saved);
        return y;
    }
}
