using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// Tensors for the gradients of a call. Memory that nobody needs any more is written over: it is in the cache, and another tensor would push
/// something out. That is the gradient that came in, for the first that can take its place, and for the other the input.
/// </summary>
internal static class GradientMemory
{
    /// <param name="call">The call.</param>
    /// <param name="x">Its input, as the node saved it.</param>
    /// <param name="g">The gradient that came in, in the layout of <paramref name="x"/>.</param>
    /// <param name="asItCame">Whether <paramref name="g"/> is what the node was given, not a copy.</param>
    internal static FusedGradients For(FusedCall call, Tensor x, Tensor g, bool asItCame)
    {
        Tensor? free = asItCame && TensorOwners.IsTheNodes(g) ? g : null;
        return new(
            call.InputNeedsGradient ? (call.HasResidual ? Over(x) : free) ?? Own(call, x) : null,
            call.State.Weight is null ? null : empty(call.Shape.Channels, x.dtype),
            call.State.Bias is null ? null : empty(call.Shape.Channels, x.dtype),
            call.MaskFromOutput ? (call.Options.Activation.AllowsGradientInPlace() ? free : null) ?? Own(call, x) : null);
    }

    private static Tensor Own(FusedCall call, Tensor x) => DenseLayout.Empty(call.Shape.Layout, x);

    // The gradient must not be part of the graph, as the input is.
    private static Tensor? Over(Tensor x) => SavedTensors.AreDone && TensorOwners.IsTheNodes(x) ? x.detach() : null;
}
