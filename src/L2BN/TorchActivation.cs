using L2BN.Kernels;
using L2BN.Scalars;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN;

/// <summary>The activations in torch's own operators: one row each, beside the rows for the kernels (<see cref="Activation"/>).</summary>
internal static class TorchActivation
{
    /// <summary>act(u).</summary>
    internal static Tensor Forward(Tensor u, NormOptions options) => options.Activation switch
    {
        Activation.Identity => u,
        Activation.Relu => F.relu(u),
        Activation.LeakyRelu => u.LeakyRelu(options.NegativeSlope),
        _ => throw OptionGuard.UnknownActivation(options.Activation),
    };

    /// <summary>act'(u)·g, differentiable by g; <paramref name="u"/> may be act(u) instead, which has the same sign.</summary>
    internal static Tensor Backward(Tensor u, Tensor g, NormOptions options) => options.Activation switch
    {
        Activation.Identity => g,
        Activation.Relu => where(u.IsAtMost(0), g.Times(0), g),
        Activation.LeakyRelu => where(u.IsAtMost(0), g.Times(options.NegativeSlope), g),
        _ => throw OptionGuard.UnknownActivation(options.Activation),
    };
}
