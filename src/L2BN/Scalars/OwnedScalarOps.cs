using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Scalars;

/// <summary>
/// torch's operators with a number, each of which owns that number until libtorch has returned. TorchSharp's own pass the address inside
/// a <see cref="Scalar"/> without a reference to the object: a garbage collection on another thread may free it during the operator.
/// See docs/decisions/0006; a test excludes all others from the assemblies.
/// </summary>
internal static class OwnedScalarOps
{
    private static readonly Scalar s_one = 1.ToScalar(), s_two = 2.ToScalar();

    internal static Tensor Plus(this Tensor x, Tensor y) => x.add(y, s_one);

    internal static Tensor Plus(this Tensor x, Tensor y, double scale)
    {
        using Scalar alpha = scale;
        return x.add(y, alpha);
    }

    internal static Tensor Plus(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add(scalar, s_one);
    }

    internal static Tensor Times(this Tensor x, double factor)
    {
        using Scalar scalar = factor;
        return x.mul(scalar);
    }

    internal static Tensor DividedBy(this Tensor x, double divisor)
    {
        using Scalar scalar = divisor;
        return x.div(scalar);
    }

    internal static Tensor Square(this Tensor x) => x.pow(s_two);

    internal static Tensor LeakyRelu(this Tensor x, double slope)
    {
        using Scalar scalar = slope;
        return x.leaky_relu(scalar);
    }

    /// <summary>x + a·b, elementwise.</summary>
    internal static Tensor PlusProduct(this Tensor x, Tensor a, Tensor b) => x.addcmul(a, b, s_one);

    internal static Tensor MaskedFill(this Tensor x, Tensor mask, double number)
    {
        using Scalar scalar = number;
        return x.masked_fill(mask, scalar);
    }

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

    /// <summary>The only value of a tensor of any type of number.</summary>
    internal static double Value(this Tensor x)
    {
        using var scalar = x.ToScalar();
        return scalar.ToDouble();
    }
}
