using L2BN.Flow;
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
internal sealed class ChannelGroupNorm : FlowModule, INormLayer
{
    private readonly long _groups;
    private readonly double _eps;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    public ChannelGroupNorm(long groups, long channels, double eps, bool affine) : base(nameof(ChannelGroupNorm), TorchFlow.Plain)
    {
        (_groups, _eps) = (groups, eps);
        weight = affine ? Parameter(ones(channels)) : null;
        bias = affine ? Parameter(zeros(channels)) : null;
        RegisterComponents();
    }

    public bool UsesBatchStatistics => false;

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.GroupNorm(input, _groups, weight, bias, _eps);
}

/// <summary>
/// Root-mean-square norm of a whole sample: <c>y = γ_c·x/√(mean(x²) + eps) + β_c</c>, the mean over all D = C·S values of the sample.
/// It is the first half of L2BN (every sample at norm √D) without the second (batch statistics), and layer norm without centering.
/// </summary>
/// <remarks>eps stands under the root, not as a clamp on the norm, so that a zero sample has a bounded gradient.</remarks>
internal sealed class SampleRmsNorm : FlowModule, INormLayer
{
    private readonly double _eps;
    private readonly Parameter? weight;
    private readonly Parameter? bias;

    public SampleRmsNorm(long channels, double eps, bool affine) : base(nameof(SampleRmsNorm), TorchFlow.Plain)
    {
        _eps = eps;
        weight = affine ? Parameter(ones(channels)) : null;
        bias = affine ? Parameter(zeros(channels)) : null;
        RegisterComponents();
    }

    public bool UsesBatchStatistics => false;

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.RmsNorm(input, weight, bias, _eps);
}
