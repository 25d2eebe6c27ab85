using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace L2BN.Tests.Shared;

/// <summary>How far a kernel may be from its double-precision reference, and why.</summary>
internal static class Tolerances
{
    /// <summary>Output in float on data of unit variance, times max(1, |y|). The coefficient, x − p and the sum round once each:
    /// 3·2⁻²⁴ = 1.8e-7, and the statistics add about 2⁻²⁴.</summary>
    public const double SingleOutput = 3e-7;

    /// <summary>Gradients in float, relative to the largest entry: three coefficients, three products and the rounding of two sums
    /// over a batch.</summary>
    public const double SingleGradient = 2e-6;

    /// <summary>Output in double: the same three roundings of 2⁻⁵³ and sums whose error grows with the root of the count.</summary>
    public const double DoubleOutput = 1e-13;

    /// <summary>Gradients in double, relative to the largest entry.</summary>
    public const double DoubleGradient = 1e-12;

    /// <summary>⟨x, dx⟩ relative to ‖x‖·‖dx‖ in float: dx is rounded to 2⁻²⁴ of its terms.</summary>
    public const double SingleOrthogonality = 1e-6;

    /// <summary>Batch statistics from float data: squares are summed in float lanes of at most 128 terms.</summary>
    public const double SingleStatistics = 3e-7;

    /// <summary>A value rounded to 8 significant bits is off by half of the last one: 2⁻⁸ for values from 1 to 2, relative to its
    /// magnitude elsewhere.</summary>
    public const double HalfOfLastBit16 = 1.0 / 256;

    /// <summary>The same for 11 significant bits.</summary>
    public const double HalfOfLastBitHalf = 1.0 / 2048;

    /// <summary>Without fused multiply-add the product is rounded too: four roundings instead of three.</summary>
    public static double Output<T>() => typeof(T) == typeof(double) ? DoubleOutput * Unfused
        : typeof(T) == typeof(BFloat16) ? HalfOfLastBit16 + (SingleOutput * Unfused)
        : typeof(T) == typeof(Half) ? HalfOfLastBitHalf + (SingleOutput * Unfused)
        : SingleOutput * Unfused;

    private static double Unfused => Fma.IsSupported || AdvSimd.IsSupported ? 1 : 4.0 / 3;

    public static double Gradient<T>() => typeof(T) == typeof(double) ? DoubleGradient
        : typeof(T) == typeof(BFloat16) ? HalfOfLastBit16 + SingleGradient
        : typeof(T) == typeof(Half) ? HalfOfLastBitHalf + SingleGradient
        : SingleGradient;
}
