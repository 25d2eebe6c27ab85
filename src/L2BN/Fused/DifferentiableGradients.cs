using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Fused;

/// <summary>
/// The gradients of the layer in differentiable operators, for <c>create_graph</c>: the chain rule written out, so that autograd can
/// derive it again. Per sample n = ‖x‖, e = x/n, z = τ·e; per channel x̂ = (z − μ)·r.
/// <code>
/// dβ = Σ g      dγ = Σ g·x̂      dz = γ·r·(g − dβ/M − x̂·dγ/M)      dx = τ/n·(dz − e·⟨e, dz⟩)
/// </code>
/// In evaluation μ and r are constants and dz = γ·r·g.
/// </summary>
internal static class DifferentiableGradients
{
    /// <summary>The mask of the activation is a constant: its derivative is zero wherever it has one.</summary>
    internal static FusedGradients Of(FusedCall call, Tensor x, Tensor gradOutput, Tensor statistics, Tensor? weight, Tensor? y)
    {
        long[] perSample = [.. Enumerable.Range(1, (int)x.dim() - 1)];
        double tau = call.Options.TargetNorm(x.numel() / x.shape[0]);
        Tensor power = SampleNorm.PowerOfTwo(x, perSample);
        Tensor scaled = x / power;
        Tensor squares = scaled.Square().sum(perSample, keepdim: true);
        Tensor small = (squares.detach().sqrt().to(ScalarType.Float64) * power).IsLess(call.Options.NormEps) | squares.detach().IsEqual(0);
        Tensor norm = squares.MaskedFill(small, 1).sqrt();
        Tensor unit = scaled / norm;
        Tensor z = where(small, SmallSamples(x.detach(), tau, call.Options.NormEps), unit.Times(tau));
        (Tensor mean, Tensor inverse) = Statistics(call, z, statistics);
        Tensor normal = (z - mean) * inverse;
        Tensor g = Masked(call, gradOutput, normal, statistics, weight, y);
        long[] perChannel = PerChannel(x);
        Tensor dBias = g.sum(perChannel), dWeight = (g * normal).sum(perChannel);
        Tensor dz = Centred(call, g, normal, dBias, dWeight) * inverse * Column(weight, x);
        Tensor along = (unit * dz).sum(perSample, keepdim: true);
        Tensor dx = ((dz - (unit * along)) * norm.reciprocal().Times(tau) / power).MaskedFill(small, 0);
        return new(dx, weight is null ? null : dWeight, call.State.Bias is null ? null : dBias, call.HasResidual ? g.alias() : null);
    }

    private static Tensor SmallSamples(Tensor x, double tau, double normEps) => x.Times(normEps == 0 ? 0 : tau / normEps);

    private static (Tensor Mean, Tensor Inverse) Statistics(FusedCall call, Tensor z, Tensor saved)
    {
        if (!call.Norm.UseBatchStatistics)
            return (Saved(call, saved, 0, z), Saved(call, saved, 1, z));
        long[] perChannel = PerChannel(z);
        Tensor mean = z.mean(perChannel, keepdim: true);
        Tensor variance = (z - mean).Square().mean(perChannel, keepdim: true);
        return (mean, variance.Plus(call.Options.Eps).rsqrt());
    }

    private static Tensor Centred(FusedCall call, Tensor g, Tensor normal, Tensor dBias, Tensor dWeight)
    {
        if (!call.Norm.UseBatchStatistics) return g;
        double share = 1.0 / call.Shape.PerChannel;
        return g - Column(dBias, g).Times(share) - (normal * Column(dWeight, g).Times(share));
    }

    private static Tensor Masked(FusedCall call, Tensor g, Tensor normal, Tensor saved, Tensor? weight, Tensor? y)
    {
        if (call.Options.Activation == Activation.Identity) return g;
        Tensor u = (y ?? (normal * Column(weight, normal)).Plus(Saved(call, saved, 3, normal))).detach();
        return TorchActivation.Backward(u, g, call.Options);
    }

    /// <summary>A value per channel in the shape that broadcasts over [N, C, …].</summary>
    private static Tensor Column(Tensor? perChannel, Tensor like)
    {
        long[] shape = [1, like.shape[1], .. Enumerable.Repeat(1L, (int)like.dim() - 2)];
        return perChannel is null ? ones(shape, like.dtype) : perChannel.view(shape);
    }

    /// <summary>What forward saved per channel (0 mean, 1 inverse deviation, 2 weight, 3 bias): the state itself may have moved on.</summary>
    private static Tensor Saved(FusedCall call, Tensor saved, int which, Tensor like) =>
        Column(saved.narrow(0, (4L * call.Shape.Samples) + ((long)which * call.Shape.Channels), call.Shape.Channels).to(like.dtype), like);

    private static long[] PerChannel(Tensor x) => [0, .. Enumerable.Range(2, (int)x.dim() - 2).Select(d => (long)d)];
}
