using L2BN.Kernels;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// z = τ·x/max(‖x‖₂, norm_eps), the norm over everything but the first dimension, in torch operators.
/// A sample whose norm is below norm_eps becomes τ·x/norm_eps and gets a gradient of zero.
/// </summary>
internal static class SampleNorm
{
    internal static Tensor Normalize(Tensor x, NormOptions options, SmallNormCounter? small)
    {
        double length = options.TargetNorm(x.numel() / x.shape[0]);
        long[] dims = [.. Enumerable.Range(1, (int)x.dim() - 1)];
        Tensor squares = SumOfSquares(x, dims);
        return IsPlain(squares, options.NormEps) ? x * squares.sqrt().reciprocal().Times(length) : Careful(x, dims, length, options.NormEps, small);
    }

    private static Tensor SumOfSquares(Tensor x, long[] dims) => x.Square().sum(dims, keepdim: true);

    // Inside these bounds no square that matters overflows, underflows or is rounded to a subnormal, and no norm is below norm_eps.
    private static bool IsPlain(Tensor squares, double normEps)
    {
        (double low, double high) = squares.dtype == ScalarType.Float64 ? (1e-280, 1e300) : (1e-22, 1e37);
        using var _ = no_grad();
        double min = squares.min().to(ScalarType.Float64).item<double>();
        double max = squares.max().to(ScalarType.Float64).item<double>();
        return min >= Math.Max(low, 4 * normEps * normEps) && max <= high;
    }

    // Dividing by a power of two is exact, so a sample comes out with the same bits here as on the plain way.
    private static Tensor Careful(Tensor x, long[] dims, double length, double normEps, SmallNormCounter? small)
    {
        Tensor power = PowerOfTwo(x, dims);
        Tensor unit = x / power;
        Tensor squares = SumOfSquares(unit, dims);
        Tensor tiny = (squares.detach().sqrt().to(ScalarType.Float64) * power).IsLess(normEps);
        small?.Add(tiny.sum().item<long>(), normEps);
        Tensor normal = unit * squares.MaskedFill(tiny, 1).sqrt().reciprocal().Times(length);
        return where(tiny, x.detach().Times(length / normEps), normal);
    }

    // The largest power of two not above the sample's largest magnitude; 1 for samples of zeros and of infinities.
    internal static Tensor PowerOfTwo(Tensor x, long[] dims)
    {
        using var _ = no_grad();
        Tensor largest = x.abs().amax(dims, keepdim: true);
        Tensor usable = isfinite(largest) & largest.IsGreater(0);
        Tensor mantissa = frexp(largest.to(ScalarType.Float64)).Mantissa;
        Tensor power = largest / mantissa.Times(2);
        return power.MaskedFill(usable.logical_not(), 1).to(x.dtype);
    }
}
