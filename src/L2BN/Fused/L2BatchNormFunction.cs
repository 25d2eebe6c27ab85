using L2BN.Fused.Cuda;
using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// The layer as one node of the autograd graph. Saved for backward: the input, the plane statistics (a block of doubles) and, where a
/// residual went through an activation, the output, which the next layer saves anyway. The weight is in the block of doubles, so
/// changing it between the passes is no error, and the gradients are those of the weight that forward used.
/// </summary>
internal sealed class L2BatchNormFunction : autograd.SingleTensorFunction<L2BatchNormFunction>
{
    private const string Call = "call";

    public override string Name => nameof(L2BatchNormFunction);

    /// <summary>Arguments: input, weight or null, bias or null, residual or null, and the <see cref="FusedCall"/>.</summary>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        (Tensor input, Tensor? residual, FusedCall call) = ((Tensor)vars[0], (Tensor?)vars[3], (FusedCall)vars[4]);
        ReturnedGradients.DisposePrevious();
        Tensor output = DenseLayout.Empty(call.Shape.Layout, input);
        Tensor statistics = empty(call.SavedLength, ScalarType.Float64, input.device);
        if (input.device_type == DeviceType.CUDA)
            CudaFusedKernels.Forward(call, input, residual, output, statistics);
        else
            FusedKernels.Forward(call, input, residual, output, DenseLayout.GetSpan<double>(statistics));
        ctx.save_for_backward([input, statistics, call.MaskFromOutput ? output : null!]);
        ctx.save_data(Call, call);

        // TorchSharp would derive an absent gradient from a stand-in that it disposes too early, so there must be none.
        ctx.set_materialize_grads(false);
        return output;
    }

    /// <summary>Gradients in the order of the arguments of <see cref="forward"/>. libtorch calls it: no exception may leave it.</summary>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var call = (FusedCall)ctx.get_data(Call);
        try
        {
            ReturnedGradients.DisposePrevious();
            BackwardFailure.Reset();
            return Backward(ctx, call, grad_output);
        }
        catch (Exception cause)
        {
            return BackwardFailure.Report(call, cause);
        }
    }

    // In the order of libtorch's own nodes: whether the graph was released, whether a saved tensor was changed, whether there is a
    // gradient.
    private static List<Tensor> Backward(autograd.AutogradContext ctx, FusedCall call, Tensor gradOutput)
    {
        if (call.Released)
            throw new InvalidOperationException(BackwardFailure.SecondBackward);
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        FusedGradients gradients = gradOutput.IsInvalid ? default : Compute(call, saved[0], gradOutput, saved[1], saved[2]);
        List<Tensor> returned = ReturnedGradients.Track([gradients.Input, gradients.Weight, gradients.Bias, gradients.Residual, null]);
        if (!ReferenceEquals(gradients.Input, gradOutput) && !ReferenceEquals(gradients.Residual, gradOutput))
            gradOutput.Dispose();
        call.Released = SavedTensors.Release(ctx);
        return returned;
    }

    private static FusedGradients Compute(FusedCall call, Tensor x, Tensor gradOutput, Tensor statistics, Tensor? y)
    {
        if (gradOutput.is_sparse)
        {
            throw new NotSupportedException(
                $"{nameof(L2BatchNormFunction)}: expected a dense gradient of the output, got a sparse one; use to_dense().");
        }

        if (is_grad_enabled())
            return DifferentiableGradients.Compute(call, x, gradOutput, statistics, y);
        Tensor g = DenseLayout.ToLayout(call.Shape.Layout, gradOutput);
        FusedGradients gradients = GradientMemory.Allocate(call, x, g, isOriginal: ReferenceEquals(g, gradOutput));
        if (x.device_type == DeviceType.CUDA)
            CudaFusedKernels.Backward(call, x, g, y, statistics, gradients);
        else
            FusedKernels.Backward(call, x, g, y, statistics, gradients);
        return call.HasResidual && !call.MaskFromOutput ? gradients with { Residual = g.alias() } : gradients;
    }
}
