using L2BN.Fused;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The one seam between the layer and the ways of computing it. Arguments are checked already.</summary>
/// <remarks>The AppContext switch <c>L2BN.Composed</c> turns the fused kernels off: for measuring them, and for ruling them out.</remarks>
internal static class L2BatchNormDispatch
{
    internal static Tensor Forward(Tensor input, NormState state, NormCall call, Tensor? residual, SmallNormCounter? small) =>
        FusedL2BatchNorm.Takes(input, state) && !(AppContext.TryGetSwitch("L2BN.Composed", out bool composed) && composed)
            ? FusedL2BatchNorm.Forward(input, state, call, residual, small)
            : ComposedL2BatchNorm.Forward(input, state, call, residual, small);
}
