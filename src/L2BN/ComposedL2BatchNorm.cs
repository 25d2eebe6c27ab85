using L2BN.Kernels;
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
        using var scope = NewDisposeScope();
        ScalarType type = ComputeType(input.dtype);
        Tensor x = input.to(type);
        Tensor z = x.numel() == 0 ? x : SampleNorm.Normalize(x, call.Options, small);
        Tensor y = BatchNorm(z, state, call);
        if (residual is not null) y = y.Plus(residual.to(type));
        return TorchActivation.Forward(y, call.Options).to(input.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>z alone, in the input's type.</summary>
    internal static Tensor NormalizeSamples(Tensor input, NormOptions options, SmallNormCounter? small)
    {
        using var scope = NewDisposeScope();
        return SampleNorm.Normalize(input.to(ComputeType(input.dtype)), options, small).to(input.dtype).MoveToOuterDisposeScope();
    }

    private static ScalarType ComputeType(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : type;

    private static Tensor BatchNorm(Tensor z, NormState state, NormCall call)
    {
        Tensor? mean = state.RunningMean?.to(z.dtype);
        Tensor? variance = state.RunningVar?.to(z.dtype);
        Tensor y = F.batch_norm(
            z, mean, variance, state.Weight?.to(z.dtype), state.Bias?.to(z.dtype), call.UseBatchStatistics, call.Momentum, call.Options.Eps);
        if (call.UseBatchStatistics && mean is not null && mean.dtype != state.RunningMean!.dtype) Store(state, mean, variance!);
        return y;
    }

    // Statistics kept in 16 bits were updated in a float32 copy.
    private static void Store(NormState state, Tensor mean, Tensor variance)
    {
        using var _ = no_grad();
        state.RunningMean!.copy_(mean);
        state.RunningVar!.copy_(variance);
    }
}
