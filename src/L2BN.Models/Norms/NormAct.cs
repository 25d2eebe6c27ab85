using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>
/// Norm, addition and activation as one operation: <c>act(norm(x) + residual)</c>. All blocks of a model share one object, so that one
/// switch applies to all.
/// </summary>
internal sealed class NormAct(ModelOptions options)
{
    /// <summary>Use the cheapest form: one kernel where the norm is an L2BN, in-place operators elsewhere.</summary>
    public bool Fused { get; set; } = options.Fused;

    public Tensor Relu(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual = null) =>
        !options.Activations ? Linear(norm, x, residual)
        : Fused && norm is L2BatchNorm l2bn ? l2bn.forward(x, Activation.Relu, residual)
        : Composed(norm, x, residual, (y, inPlace) => inPlace ? y.relu_() : y.relu());

    public Tensor Relu6(Module<Tensor, Tensor> norm, Tensor x) =>
        !options.Activations ? Linear(norm, x)
        : Composed(norm, x, null, (y, inPlace) => inPlace ? y.relu6_() : y.relu6());

    public Tensor Linear(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual = null) =>
        Fused && norm is L2BatchNorm l2bn
            ? l2bn.forward(x, Activation.Identity, residual)
            : Composed(norm, x, residual, (y, _) => y);

    private Tensor Composed(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual, Func<Tensor, bool, Tensor> activation)
    {
        using DisposeScope scope = NewDisposeScope();
        // Identity returns its input itself, which other layers may still read.
        bool inPlace = Fused && norm is not TorchSharp.Modules.Identity;
        Tensor y = norm.call(x);
        if (residual is not null)
            y = inPlace ? y.Plus_(residual) : y.Plus(residual);
        return activation(y, inPlace).MoveToOuterDisposeScope();
    }
}
