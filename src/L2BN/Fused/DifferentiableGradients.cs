using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// The gradients of the layer in differentiable operators, for <c>create_graph</c>: the chain rule written out, so that autograd can
/// derive it again. Per sample n = ‖x‖, e = x/n, z = τ·e; per channel x̂ = (z − μ)·r.
/// <code>
/// dβ = Σ g      dγ = Σ g·x̂      dz = γ·r·(g − dβ/M − x̂·dγ/M)      dx = τ/n·(dz − e·⟨e, dz⟩)
/// </code>
/// In evaluation μ and r are constants and dz = γ·r·g. 16-bit data is computed in float32, as the kernels do.
/// </summary>
internal static class DifferentiableGradients
{
    /// <exception cref="InvalidOperationException">The weight was changed since forward: second derivatives need it as it was.</exception>
    internal static FusedGradients Compute(FusedCall call, Tensor input, Tensor outputGradient, Tensor statistics, Tensor? output)
    {
        RequireUnchanged(call, call.State.Weight, statistics);
        ScalarType type = input.dtype == ScalarType.BFloat16 ? ScalarType.Float32 : input.dtype;
        (Tensor x, Tensor gradOutput) = (input.to(type), outputGradient.to(type));
        (Tensor? weight, Tensor? y) = (call.State.Weight?.to(type), output?.to(type));
        long[] perSample = [.. Enumerable.Range(1, (int)x.dim() - 1)];
        double tau = call.Options.TargetNorm(x.numel() / x.shape[0]);
        Tensor power = SampleNorm.PowerOfTwo(x, perSample);
        Tensor scaled = x / power;
        Tensor squares = scaled.Square().sum(perSample, keepdim: true);
        Tensor small = (squares.detach().sqrt().to(ScalarType.Float64) * power).IsLess(call.Options.NormEps) | squares.detach().IsEqual(0);
        Tensor norm = squares.MaskedFill(small, 1).sqrt();
        Tensor unit = scaled / norm;
        Tensor z = where(small, ScaleSmall(x.detach(), tau, call.Options.NormEps), unit.Times(tau));
        (Tensor mean, Tensor inverse) = Statistics(call, z, statistics);
        Tensor normal = (z - mean) * inverse;
        Tensor g = ApplyMask(call, gradOutput, normal, statistics, weight, y);
        long[] perChannel = PerChannel(x);
        Tensor dBias = g.sum(perChannel), dWeight = (g * normal).sum(perChannel);
        Tensor dz = Center(call, g, normal, dBias, dWeight) * inverse * Column(weight, x);
        Tensor radial = (unit * dz).sum(perSample, keepdim: true);
        Tensor dx = ((dz - (unit * radial)) * norm.reciprocal().Times(tau) / power).MaskedFill(small, 0);
        return new(
            dx.to(input.dtype),
            weight is null ? null : dWeight.to(call.ParameterType),
            call.State.Bias is null ? null : dBias.to(call.ParameterType),
            call.HasResidual ? g.to(input.dtype).alias() : null);
    }

    private static Tensor ScaleSmall(Tensor x, double tau, double normEps) => x.Times(normEps == 0 ? 0 : tau / normEps);

    private static (Tensor Mean, Tensor Inverse) Statistics(FusedCall call, Tensor z, Tensor saved)
    {
        if (!call.Norm.UseBatchStatistics)
            return (Saved(call, saved, ChannelStatistic.Mean, z), Saved(call, saved, ChannelStatistic.InverseDeviation, z));
        long[] perChannel = PerChannel(z);
        Tensor mean = z.mean(perChannel, keepdim: true);
        Tensor variance = (z - mean).Square().mean(perChannel, keepdim: true);
        return (mean, variance.Plus(call.Options.Eps).rsqrt());
    }

    private static Tensor Center(FusedCall call, Tensor g, Tensor normal, Tensor dBias, Tensor dWeight)
    {
        if (!call.Norm.UseBatchStatistics)
            return g;
        double share = 1.0 / call.Shape.PerChannel;
        return g - Column(dBias, g).Times(share) - (normal * Column(dWeight, g).Times(share));
    }

    private static Tensor ApplyMask(FusedCall call, Tensor g, Tensor normal, Tensor saved, Tensor? weight, Tensor? y)
    {
        if (call.Options.Activation == Activation.Identity)
            return g;
        Tensor u = (y ?? (normal * Column(weight, normal)).Plus(Saved(call, saved, ChannelStatistic.Bias, normal))).detach();
        return TorchActivation.Backward(u, g, call.Options);
    }

    private static void RequireUnchanged(FusedCall call, Tensor? weight, Tensor saved)
    {
        if (weight is null)
            return;
        using Tensor now = weight.detach().to(ScalarType.Float64).cpu();
        using Tensor before = SavedVector(call, saved, ChannelStatistic.Weight).cpu();
        if (!DenseLayout.GetSpan<double>(now).SequenceEqual(DenseLayout.GetSpan<double>(before)))
            throw new InvalidOperationException(
                "One of the variables needed for gradient computation has been modified by an inplace operation: the weight of "
                + $"{nameof(L2BatchNormFunction)}. A pass with create_graph needs it as it was in forward.");
        GC.KeepAlive(now);
        GC.KeepAlive(before);
    }

    /// <summary>A value per channel in the shape that broadcasts over [N, C, …].</summary>
    private static Tensor Column(Tensor? perChannel, Tensor like)
    {
        long[] shape = [1, like.shape[1], .. Enumerable.Repeat(1L, (int)like.dim() - 2)];
        return perChannel is null ? ones(shape, like.dtype) : perChannel.view(shape);
    }

    /// <summary>What forward saved per channel: the layer's own may have changed since.</summary>
    private static Tensor Saved(FusedCall call, Tensor saved, ChannelStatistic which, Tensor like) =>
        Column(SavedVector(call, saved, which).to(like.dtype), like);

    private static Tensor SavedVector(FusedCall call, Tensor saved, ChannelStatistic which) =>
        saved.narrow(0, SavedStatistics.ChannelOffset(call.Shape, which), call.Shape.Channels);

    private static long[] PerChannel(Tensor x) => [0, .. Enumerable.Range(2, (int)x.dim() - 2).Select(d => (long)d)];
}
