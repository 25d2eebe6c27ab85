using L2BN.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>A node that passes everything on and says whether the last gradient it was given could have been written over.</summary>
internal sealed class OwnershipProbe : autograd.SingleTensorFunction<OwnershipProbe>
{
    public override string Name => nameof(OwnershipProbe);

    /// <summary>What the last backward saw.</summary>
    internal static bool Seen { get; private set; }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Seen = TensorOwners.IsTheNodes(grad_output);
        return [grad_output.clone()];
    }
}
