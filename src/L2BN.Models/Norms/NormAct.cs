using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Norm, addition and activation, wherever they meet in a model: <c>act(norm(x) + residual)</c>. One object is shared by all blocks of
/// a model, so that one switch governs it.
/// </summary>
internal sealed class NormAct(ModelOptions options)
{
    /// <summary>Use the cheapest form: one kernel where the norm is an L2BN, in-place operators elsewhere. Otherwise plain operators.</summary>
    public bool Fused { get; set; } = options.Fused;

    public Tensor Relu(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual = null) =>
        !options.Activations ? Linear(norm, x, residual)
        : Fused && norm is L2BatchNorm l2bn ? l2bn.forward(x, Activation.Relu, residual)
        : Composed(norm, x, residual, InPlace(norm) ? y => y.relu_() : y => y.relu());

    public Tensor Relu6(Module<Tensor, Tensor> norm, Tensor x) =>
        !options.Activations ? Linear(norm, x) : Composed(norm, x, null, InPlace(norm) ? y => y.relu6_() : y => y.relu6());

    public Tensor Linear(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual = null) =>
        Fused && norm is L2BatchNorm l2bn
            ? l2bn.forward(x, Activation.Identity, residual)
            : Composed(norm, x, residual, y => y);

    // Identity returns its input under another name: writing there would change what others still read.
    private bool InPlace(Module<Tensor, Tensor> norm) => Fused && norm is not TorchSharp.Modules.Identity;

    private static Tensor Composed(Module<Tensor, Tensor> norm, Tensor x, Tensor? residual, Func<Tensor, Tensor> activation)
    {
        using var scope = NewDisposeScope();
        var y = norm.call(x);
        return activation(residual is null ? y : y + residual).MoveToOuterDisposeScope();
    }
}
