using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>The ways of computing the layer, each with its own tolerance.</summary>
public enum NormPath
{
    /// <summary>Torch's operators.</summary>
    Composed,

    /// <summary>What the layer itself chooses for the input.</summary>
    Layer,
}

internal static class NormPaths
{
    internal static Tensor Forward(this NormPath path, Tensor input, NormState state, NormCall call, Tensor? residual = null) => path switch
    {
        NormPath.Composed => ComposedL2BatchNorm.Forward(input, state, call, residual),
        _ => L2BatchNormOperation.Forward(input, state, call, residual, null),
    };
}
