using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>The gradients of a call; null where none is needed. They may share the memory of the output's gradient and of the
/// input.</summary>
internal readonly record struct FusedGradients(Tensor? Input, Tensor? Weight, Tensor? Bias, Tensor? Residual);

/// <summary>
/// Tensors for the gradients of a call. Memory that is not needed any more is reused: it is in the cache, and another tensor would evict
/// other data. The first gradient that allows it reuses that of the output's gradient, the other that of the input.
/// </summary>
internal static class GradientMemory
{
    /// <param name="call">The call.</param>
    /// <param name="x">Its input, as the node saved it.</param>
    /// <param name="g">The output's gradient in the layout of <paramref name="x"/>.</param>
    /// <param name="isOriginal">Whether <paramref name="g"/> is the tensor that the node received, not a copy.</param>
    internal static FusedGradients Allocate(FusedCall call, Tensor x, Tensor g, bool isOriginal)
    {
        Tensor? reusable = isOriginal && TensorOwners.IsOwnedByNodeOnly(g) ? g : null;
        return new(
            call.InputNeedsGradient ? (call.HasResidual ? ReuseInput(x) : reusable) ?? AllocateLike(call, x) : null,
            call.State.Weight is null ? null : empty(call.Shape.Channels, call.ParameterType, x.device),
            call.State.Bias is null ? null : empty(call.Shape.Channels, call.ParameterType, x.device),
            call.MaskFromOutput ? (call.Options.Activation.AllowsGradientInPlace() ? reusable : null) ?? AllocateLike(call, x) : null);
    }

    private static Tensor AllocateLike(FusedCall call, Tensor x) => DenseLayout.Empty(call.Shape.Layout, x);

    // The gradient must not be part of the graph, as the input is.
    private static Tensor? ReuseInput(Tensor x) => SavedTensors.WillRelease && TensorOwners.IsOwnedByNodeOnly(x) ? x.detach() : null;
}

/// <summary>
/// TorchSharp's node gives autograd copies of the handles that backward returns, and disposes the originals only when the caller's scope
/// ends or a finalizer runs; so many gradients as large as activations would accumulate. The next call on the same thread runs after
/// the copies were made, and disposes them.
/// </summary>
internal static class ReturnedGradients
{
    [ThreadStatic]
    private static List<Tensor>? s_returned;

    /// <summary>Disposes what the previous call on this thread returned.</summary>
    internal static void DisposePrevious()
    {
        if (s_returned is null)
            return;
        foreach (Tensor gradient in s_returned)
            gradient.Dispose();
        s_returned.Clear();
    }

    /// <summary>Detaches gradients that will be returned from every dispose scope; the next call disposes them.</summary>
    internal static List<Tensor> Track(List<Tensor?> gradients)
    {
        s_returned ??= [];
        foreach (Tensor? gradient in gradients)
        {
            if (gradient is not null)
                s_returned.Add(gradient.DetachFromDisposeScope());
        }

        return gradients!;
    }
}
