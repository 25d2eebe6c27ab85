using System.Buffers;
using L2BN.Fused;
using L2BN.Fused.Cuda;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// The layer's computation with checked arguments: by the fused kernels for float32, float64 and bfloat16 on the CPU and for float32,
/// float16 and bfloat16 on a GPU where <see cref="CudaForm"/> allows it, in torch's operators otherwise.
/// </summary>
/// <remarks>The AppContext switch <c>L2BN.Composed</c> turns the fused kernels off: for measuring them, and for ruling them out.</remarks>
internal static class L2BatchNormOperation
{
    internal static Tensor Forward(Tensor input, NormState state, NormCall call, Tensor? residual, SmallNormCounter? small) =>
        CanFuse(input, state) && !(AppContext.TryGetSwitch("L2BN.Composed", out bool composed) && composed)
            ? ForwardFused(input, state, call, residual, small)
            : ComposedL2BatchNorm.Forward(input, state, call, residual, small);

    /// <summary>Whether the kernels can compute the call.</summary>
    internal static bool CanFuse(Tensor input, NormState state)
    {
        ScalarType type = state.ParameterType ?? input.dtype;
        return (input.device_type == DeviceType.CPU ? FusedKernels.Supports(input.dtype, type)
                : input.device_type == DeviceType.CUDA && CudaFusedKernels.Supports(input.dtype, type) && CudaForm.IsFused)
            && input.numel() > 0
            && BuffersFit(input)
            && IsAccessible(state.RunningMean, type, input) && IsAccessible(state.RunningVar, type, input)
            && IsAccessible(state.Weight, type, input) && IsAccessible(state.Bias, type, input);
    }

    // The CPU's tensors give access to their memory as spans of bytes, whose length is an int, and what the kernels save is a tensor too.
    // On a GPU buffers may have as many values.
    private static bool BuffersFit(Tensor input)
    {
        (long samples, long channels, long size) = (input.size(0), input.size(1), input.element_size());
        long positions = input.numel() / samples / channels;
        return input.device_type == DeviceType.CPU
            ? KernelBuffers.Fit(samples, channels, positions, (int)size)
            : input.numel() <= int.MaxValue
                && KernelBuffers.Fit(samples, channels, positions, (int)size, sizeof(double) * (long)int.MaxValue);
    }

    private static bool IsAccessible(Tensor? vector, ScalarType type, Tensor input) => vector is null
        || (vector.dtype == type && vector.device_type == input.device_type && vector.device_index == input.device_index
            && vector.is_contiguous());

    private static Tensor ForwardFused(Tensor input, NormState state, NormCall norm, Tensor? residual, SmallNormCounter? small)
    {
        using DisposeScope scope = NewDisposeScope();
        FeatureLayout layout = DenseLayout.Find(input) ?? OrderOf(input);
        Tensor x = DenseLayout.ToLayout(layout, input);
        Tensor? r = residual is null ? null : DenseLayout.ToLayout(layout, residual);
        var call = FusedCall.Create(x, layout, state, norm, r is not null, small);
        Tensor y = NeedsGraph(x, state, r)
            ? L2BatchNormFunction.apply(ThroughView(x), state.Weight!, state.Bias!, r!, call)
            : ForwardWithoutGraph(call, x, r);
        return y.MoveToOuterDisposeScope();
    }

    /// <summary>Autograd moves a gradient into a leaf's <c>grad</c> only if it is the only owner, and copies it otherwise; TorchSharp's
    /// node owns what it returned. After a view the leaf gets a tensor of its own on the same memory, and nothing is copied.</summary>
    private static Tensor ThroughView(Tensor x) => x.requires_grad && x.is_leaf ? x.view(x.shape) : x;

    private static bool NeedsGraph(Tensor x, NormState state, Tensor? residual) => is_grad_enabled()
        && (x.requires_grad || state.Weight?.requires_grad == true || state.Bias?.requires_grad == true || residual?.requires_grad == true);

    private static Tensor ForwardWithoutGraph(FusedCall call, Tensor x, Tensor? residual)
    {
        Tensor y = DenseLayout.Empty(call.Shape.Layout, x);
        if (x.device_type == DeviceType.CUDA)
        {
            CudaFusedKernels.Forward(call, x, residual, y, empty(call.SavedLength, ScalarType.Float64, x.device));
            return y;
        }

        int length = call.Norm.UseBatchStatistics ? call.SavedLength : 0;
        double[] saved = ArrayPool<double>.Shared.Rent(length);
        FusedKernels.Forward(call, x, residual, y, saved.AsSpan(0, length));
        ArrayPool<double>.Shared.Return(saved);
        return y;
    }

    // Of a part of a tensor, such as some rows of it: the layout of the whole, so that a network keeps its order in memory.
    private static FeatureLayout OrderOf(Tensor input) => input.dim() > 2 && input.shape[1] > 1 && input.stride()[1] == 1
        ? FeatureLayout.ChannelsLast
        : FeatureLayout.ChannelsFirst;
}
