using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Scalars;

/// <summary><see cref="OwnedScalarOps"/> that write into their first argument and return it.</summary>
internal static class OwnedScalarOpsInPlace
{
    private static readonly Scalar s_one = 1.ToScalar();

    internal static Tensor Plus_(this Tensor x, Tensor y) => x.add_(y, s_one);

    internal static Tensor Plus_(this Tensor x, Tensor y, double scale)
    {
        using Scalar alpha = scale;
        return x.add_(y, alpha);
    }

    internal static Tensor Plus_(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add_(scalar, s_one);
    }

    internal static Tensor Increment_(this Tensor x) => x.add_(s_one, s_one);

    internal static Tensor Times_(this Tensor x, double factor)
    {
        using Scalar scalar = factor;
        return x.mul_(scalar);
    }

    internal static Tensor Fill_(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.fill_(scalar);
    }

    /// <summary>x ← x + scale·a·b, elementwise.</summary>
    internal static Tensor PlusProduct_(this Tensor x, Tensor a, Tensor b, double scale)
    {
        using Scalar scalar = scale;
        return x.addcmul_(a, b, scalar);
    }

    /// <summary>x ← x + scale·a/b, elementwise.</summary>
    internal static Tensor PlusQuotient_(this Tensor x, Tensor a, Tensor b, double scale)
    {
        using Scalar scalar = scale;
        return x.addcdiv_(a, b, scalar);
    }
}
