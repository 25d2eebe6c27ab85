using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN;

/// <summary>The activations in torch's operators: one row of each table per <see cref="Activation"/>. The kernels' are in L2BN.Kernels.</summary>
internal static class ActivationOps
{
    /// <summary>act(u).</summary>
    internal static Tensor Apply(Activation activation, Tensor u, double negativeSlope) => activation switch
    {
        Activation.Identity => u,
        Activation.Relu => F.relu(u),
        Activation.LeakyRelu => u.LeakyRelu(negativeSlope),
        _ => throw OptionGuard.UnknownActivation(activation),
    };

    /// <summary>act'(u)·g. The derivative counts as a constant: its own is zero wherever it exists.</summary>
    internal static Tensor ApplyDerivative(Activation activation, Tensor u, Tensor g, double negativeSlope) => activation switch
    {
        Activation.Identity => g,
        Activation.Relu => where(u.detach().IsAtMost(0), g.Times(0), g),
        Activation.LeakyRelu => where(u.detach().IsAtMost(0), g.Times(negativeSlope), g),
        _ => throw OptionGuard.UnknownActivation(activation),
    };
}
