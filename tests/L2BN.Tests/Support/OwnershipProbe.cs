using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using L2BN.Fused;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>A node that copies its input and gradient, and records whether it was the only owner of the last gradient.</summary>
internal sealed class OwnershipProbe : autograd.SingleTensorFunction<OwnershipProbe>
{
    [ThreadStatic]
    private static (bool Own, nint Address) s_last;

    public override string Name => nameof(OwnershipProbe);

    /// <summary>Whether the last gradient on this thread could have been written over.</summary>
    internal static bool Seen => s_last.Own;

    /// <summary>Its address.</summary>
    internal static nint Address => s_last.Address;

    /// <summary>The address of a tensor's values.</summary>
    internal static unsafe nint AddressOf(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        s_last = (TensorOwners.IsOwnedByNodeOnly(grad_output), AddressOf(grad_output));
        return [grad_output.clone()];
    }
}
