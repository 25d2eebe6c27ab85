using L2BN.Flow;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>
/// Norm, addition and activation: <c>act(norm(x) + residual)</c>. All blocks of a model share one object, so that one switch applies to
/// all.
/// </summary>
internal sealed class NormAct(ModelOptions options)
{
    /// <summary>Runs the model.</summary>
    public TorchFlow Torch { get; } = new() { Fused = options.Fused };

    public TValue Relu<TValue>(IFlow<TValue> flow, Module<Tensor, Tensor> norm, TValue x, TValue? residual = null)
        where TValue : class =>
        flow.Norm(norm, x, options.Activations ? Activation.Relu : Activation.Identity, residual);

    public TValue Relu6<TValue>(IFlow<TValue> flow, Module<Tensor, Tensor> norm, TValue x)
        where TValue : class =>
        options.Activations ? flow.NormRelu6(norm, x) : flow.Norm(norm, x);
}
