using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary><see cref="OwnedScalarOps"/> for comparisons with a number.</summary>
internal static class OwnedScalarComparisons
{
    internal static Tensor IsLess(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.lt(scalar);
    }

    internal static Tensor IsAtMost(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.le(scalar);
    }

    internal static Tensor IsGreater(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.gt(scalar);
    }

    internal static Tensor IsEqual(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.eq(scalar);
    }
}
