using static TorchSharp.torch;

namespace L2BN.Tests.Support;

/// <summary>How far a path may be from the double-precision oracle on data of unit variance.</summary>
/// <param name="Output">|y − y*| ≤ Output · max(1, |y*|).</param>
/// <param name="Gradient">|d − d*| ≤ Gradient · the largest entry.</param>
internal sealed record Tolerance(double Output, double Gradient)
{
    // Doubles have 29 bits more than floats; what is left is the conditioning of a channel with few values.
    private static readonly Tolerance s_double = new(1e-13, 1e-12);

    // libtorch rounds z to float32 and subtracts its mean from that: about 20 roundings of values of a few units.
    private static readonly Tolerance s_composed = new(4e-6, 2e-5);

    // What the kernels promise: statistics in double, one rounding of a·(x − p) + t.
    private static readonly Tolerance s_fused = new(3e-7, 2e-6);

    internal static Tolerance Of(NormPath path, ScalarType type) => (path, type) switch
    {
        (_, ScalarType.Float64) => s_double,
        (NormPath.Composed, _) => s_composed,
        _ => s_fused,
    };

    /// <summary>Of the output, relative to its largest entry, at this ratio of mean to deviation in float32.</summary>
    internal static double LargeMean(NormPath path, double ratio) => path switch
    {
        NormPath.Composed => 1e-6 * ratio,
        _ => 3e-7,
    };
}
