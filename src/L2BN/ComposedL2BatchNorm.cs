using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN;

/// <summary>
/// The layer in torch's own operators: every device, every floating type, any order of derivative.
/// 16-bit inputs are computed in float32 and rounded once, at the end.
/// </summary>
internal static class ComposedL2BatchNorm
{
    internal static Tensor Forward(Tensor input, NormState state, NormCall call, Tensor? residual = null, SmallNormCounter? small = null)
    {
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = GetComputeType(input.dtype);
        Tensor x = input.to(type);
        Tensor z = x.numel() == 0 ? x : SampleNorm.Normalize(x, call.Options, small);
        Tensor y = BatchNorm(z, state, call);
        if (residual is not null)
            y = y.Plus(residual.to(type));
        return TorchActivation.Forward(y, call.Options).to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>z alone, in the input's type.</summary>
    internal static Tensor NormalizeSamples(Tensor input, NormOptions options, SmallNormCounter? small)
    {
        using DisposeScope scope = NewDisposeScope();
        return SampleNorm.Normalize(input.to(GetComputeType(input.dtype)), options, small).to(input.dtype).MoveToOuterDisposeScope();
    }

    private static ScalarType GetComputeType(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : type;

    private static Tensor BatchNorm(Tensor z, NormState state, NormCall call)
    {
        Tensor? mean = state.RunningMean?.to(z.dtype);
        Tensor? variance = state.RunningVar?.to(z.dtype);
        Tensor y = F.batch_norm(
            z,
            mean,
            variance,
            state.Weight?.to(z.dtype),
            state.Bias?.to(z.dtype),
            call.UseBatchStatistics,
            call.Momentum,
            call.Options.Eps);
        if (call.UseBatchStatistics && mean is not null && mean.dtype != state.RunningMean!.dtype)
            Store(state, mean, variance!);
        return y;
    }

    // Statistics in 16 bits were updated in a float32 copy.
    private static void Store(NormState state, Tensor mean, Tensor variance)
    {
        using IDisposable _ = no_grad();
        state.RunningMean!.copy_(mean);
        state.RunningVar!.copy_(variance);
    }
}

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
        return IsInSafeRange(squares, options.NormEps)
            ? x * squares.sqrt().reciprocal().Times(length)
            : NormalizeScaled(x, dims, length, options.NormEps, small);
    }

    /// <summary>The largest power of two not above the sample's largest magnitude; 1 for samples of zeros and of infinities.</summary>
    internal static Tensor PowerOfTwo(Tensor x, long[] dims)
    {
        using IDisposable _ = no_grad();
        Tensor largest = x.abs().amax(dims, keepdim: true);
        Tensor usable = isfinite(largest) & largest.IsGreater(0);
        Tensor mantissa = frexp(largest.to(ScalarType.Float64)).Mantissa;
        Tensor power = largest / mantissa.Times(2);
        return power.MaskedFill(usable.logical_not(), 1).to(x.dtype);
    }

    private static Tensor SumOfSquares(Tensor x, long[] dims) => x.Square().sum(dims, keepdim: true);

    // Inside these bounds no square that matters overflows, underflows or is rounded to a subnormal, and no norm is below norm_eps.
    private static bool IsInSafeRange(Tensor squares, double normEps)
    {
        (double low, double high) = squares.dtype == ScalarType.Float64 ? (1e-280, 1e300) : (1e-22, 1e37);
        using IDisposable _ = no_grad();
        double min = squares.min().to(ScalarType.Float64).item<double>();
        double max = squares.max().to(ScalarType.Float64).item<double>();
        return min >= Math.Max(low, 4 * normEps * normEps) && max <= high;
    }

    // Division by a power of two is exact, so a sample has the same bits here as without it.
    private static Tensor NormalizeScaled(Tensor x, long[] dims, double length, double normEps, SmallNormCounter? small)
    {
        Tensor power = PowerOfTwo(x, dims);
        Tensor scaled = x / power;
        Tensor squares = SumOfSquares(scaled, dims);
        Tensor tiny = (squares.detach().sqrt().to(ScalarType.Float64) * power).IsLess(normEps);
        small?.Add(tiny.sum().item<long>(), normEps);
        Tensor normal = scaled * squares.MaskedFill(tiny, 1).sqrt().reciprocal().Times(length);
        return where(tiny, x.detach().Times(length / normEps), normal);
    }
}
