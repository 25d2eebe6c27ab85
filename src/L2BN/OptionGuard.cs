using L2BN.Kernels;
using L2BN.Scalars;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The ranges of the layer's options, checked wherever one is set or passed.</summary>
internal static class OptionGuard
{
    internal static long Features(long num_features) => num_features > 0
        ? num_features
        : throw new ArgumentOutOfRangeException(
            nameof(num_features), num_features, $"Expected num_features of at least 1, got {num_features}.");

    internal static double Eps(double eps) => eps >= 0 && double.IsFinite(eps)
        ? eps
        : throw new ArgumentOutOfRangeException(nameof(eps), eps, $"Expected eps of at least 0, got {eps}.");

    internal static double NormEps(double norm_eps) => norm_eps > 0 && double.IsFinite(norm_eps)
        ? norm_eps
        : throw new ArgumentOutOfRangeException(nameof(norm_eps), norm_eps, $"Expected norm_eps above 0, got {norm_eps}.");

    internal static double? Momentum(double? momentum) => momentum is null or (>= 0 and <= 1)
        ? momentum
        : throw new ArgumentOutOfRangeException(
            nameof(momentum), momentum, $"Expected momentum from 0 to 1, or null for the cumulative average, got {momentum}.");

    internal static FeatureScale Scale(FeatureScale scale) => Enum.IsDefined(scale)
        ? scale
        : throw new ArgumentOutOfRangeException(nameof(scale), scale, $"Expected scale RootDimension or Unit, got {scale}.");

    internal static Activation Activation(Activation activation) => Enum.IsDefined(activation)
        ? activation
        : throw UnknownActivation(activation);

    internal static ArgumentOutOfRangeException UnknownActivation(Activation activation) => new(
        nameof(activation), activation, $"Expected activation {string.Join(", ", Enum.GetNames<Activation>())}, got {activation}.");

    /// <summary>Not negative, so that the sign of the output is the sign before the activation, from which backward derives the
    /// mask.</summary>
    internal static NonFinitePolicy NonFinite(NonFinitePolicy policy) => policy is NonFinitePolicy.Propagate or NonFinitePolicy.Throw
        ? policy
        : throw new ArgumentOutOfRangeException(
            nameof(policy), policy, "non_finite: expected NonFinitePolicy.Propagate or NonFinitePolicy.Throw.");

    internal static double NegativeSlope(double negative_slope) => negative_slope >= 0 && double.IsFinite(negative_slope)
        ? negative_slope
        : throw new ArgumentOutOfRangeException(
            nameof(negative_slope), negative_slope, $"Expected a finite negative_slope of at least 0, got {negative_slope}.");

    internal static ScalarType? Type(ScalarType? dtype) => dtype is null || InputGuard.IsFloating(dtype.Value)
        ? dtype
        : throw new ArgumentException($"Expected dtype float16, bfloat16, float32 or float64, got {dtype}.", nameof(dtype));
}
