using System.Diagnostics;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// The layer as one node of the autograd graph. Saved for backward: the input, the plane statistics (a block of doubles), weight
/// and, where a residual went through an activation, the output, which the next layer keeps anyway. Arguments are checked before
/// the node is made, because an exception in backward ends the process.
/// </summary>
internal sealed class L2BatchNormFunction : autograd.SingleTensorFunction<L2BatchNormFunction>
{
    private const string Call = "call";

    public override string Name => nameof(L2BatchNormFunction);

    /// <summary>Arguments: input, weight or null, bias or null, residual or null, and the <see cref="FusedCall"/>.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor input, Tensor? weight, Tensor? residual, FusedCall call) = ((Tensor)vars[0], (Tensor?)vars[1], (Tensor?)vars[3], (FusedCall)vars[4]);
        ReturnedGradients.Release();
        Tensor output = DenseLayout.Empty(call.Shape.Layout, input);
        Tensor statistics = empty(call.SavedLength, ScalarType.Float64);
        FusedKernels.Forward(call, input, residual, output, TensorSpans.Values<double>(statistics));
        ctx.save_for_backward([input, statistics, weight!, call.MaskFromOutput ? output : null!]);
        ctx.save_data(Call, call);

        // The stand-in that TorchSharp would materialise an absent gradient from is released early, so there must be none.
        ctx.set_materialize_grads(false);
        return output;
    }

    /// <summary>Gradients in the order of the arguments of <see cref="forward"/>.</summary>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        ReturnedGradients.Release();
        if (grad_output.IsInvalid) return [null!, null!, null!, null!, null!];
        var call = (FusedCall)ctx.get_data(Call);
        if (call.Released) return Refuse(call);
        using var scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        FusedGradients gradients = is_grad_enabled()
            ? DifferentiableGradients.Of(call, saved[0], grad_output, saved[1], saved[2], saved[3])
            : Gradients(call, saved[0], grad_output, saved[1], saved[3]);
        List<Tensor> returned = ReturnedGradients.Hand([gradients.Input, gradients.Weight, gradients.Bias, gradients.Residual, null]);
        if (!ReferenceEquals(gradients.Input, grad_output) && !ReferenceEquals(gradients.Residual, grad_output)) grad_output.Dispose();
        call.Released = SavedTensors.Release(ctx);
        return returned;
    }

    /// <summary>
    /// The second backward pass through a graph that was not retained. An exception here would end the process; a gradient of a
    /// shape that cannot be one makes libtorch's engine raise the error.
    /// </summary>
    private static List<Tensor> Refuse(FusedCall call)
    {
        Trace.TraceError("L2BN: backward a second time through the same graph, whose saved tensors are gone. Pass retain_graph: true the first time.");
        Tensor scalar = zeros([]);
        return ReturnedGradients.Hand([call.InputNeedsGradient ? scalar : null, call.State.Weight is null ? null : scalar.alias(), null, null, null]);
    }

    private static FusedGradients Gradients(FusedCall call, Tensor x, Tensor gradOutput, Tensor statistics, Tensor? y)
    {
        Tensor g = DenseLayout.In(call.Shape.Layout, gradOutput);
        FusedGradients into = GradientMemory.For(call, x, g, asItCame: ReferenceEquals(g, gradOutput));
        FusedKernels.Backward(call, x, g, y, statistics, into);
        return call.HasResidual && !call.MaskFromOutput ? into with { Residual = g.alias() } : into;
    }
}
