using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>
/// Group norm (Wu and He 2018, arXiv 1803.08494), affine per channel; with one group it is layer norm of the whole sample.
/// </summary>
/// <remarks>TorchSharp's own GroupNorm leaves its gain and shift uninitialized and refuses N×C features.</remarks>
internal sealed class ChannelGroupNorm : Module<Tensor, Tensor>, INormLayer
{
    private readonly long _groups;
    private readonly double _eps;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    public ChannelGroupNorm(long groups, long channels, double eps, bool affine) : base(nameof(ChannelGroupNorm))
    {
        (_groups, _eps) = (groups, eps);
        weight = affine ? Parameter(ones(channels)) : null;
        bias = affine ? Parameter(zeros(channels)) : null;
        RegisterComponents();
    }

    public bool UsesBatchStatistics => false;

    public override Tensor forward(Tensor input)
    {
        // Backward of libtorch 2.10 ends the process where channels-last features need no gradient, but gain and shift do.
        if (input.requires_grad || !is_grad_enabled() || input.is_contiguous())
            return functional.group_norm(input, _groups, weight, bias, _eps);
        using DisposeScope scope = NewDisposeScope();
        return functional.group_norm(input.detach().requires_grad_(), _groups, weight, bias, _eps).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Root-mean-square norm of a whole sample: <c>y = γ_c·x/√(mean(x²) + eps) + β_c</c>, the mean over all D = C·S values of the sample.
/// It is the first half of L2BN (every sample at norm √D) without the second (batch statistics), and layer norm without centering.
/// </summary>
/// <remarks>eps stands under the root, not as a clamp on the norm, so that a zero sample has a bounded gradient.</remarks>
internal sealed class SampleRmsNorm : Module<Tensor, Tensor>, INormLayer
{
    private readonly double _eps;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    public SampleRmsNorm(long channels, double eps, bool affine) : base(nameof(SampleRmsNorm))
    {
        _eps = eps;
        weight = affine ? Parameter(ones(channels)) : null;
        bias = affine ? Parameter(zeros(channels)) : null;
        RegisterComponents();
    }

    public bool UsesBatchStatistics => false;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] sample = [.. Enumerable.Range(1, (int)input.ndim - 1)];
        Tensor z = input * input.Square().mean(sample, keepdim: true).Plus(_eps).rsqrt();
        Tensor y = weight is null ? z : PerChannel(bias!, input).PlusProduct(z, PerChannel(weight, input));
        return y.MoveToOuterDisposeScope();
    }

    private static Tensor PerChannel(Tensor parameter, Tensor input) =>
        parameter.view([1, -1, .. Enumerable.Repeat(1L, (int)input.ndim - 2)]);
}
