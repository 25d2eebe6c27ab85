using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Group norm (Wu and He 2018, arXiv 1803.08494), affine per channel; with one group it is layer norm of the whole sample.
/// </summary>
/// <remarks>TorchSharp's own GroupNorm leaves its gain and shift uninitialised and refuses N×C features.</remarks>
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

    public override Tensor forward(Tensor input) => functional.group_norm(input, _groups, weight, bias, _eps);
}
