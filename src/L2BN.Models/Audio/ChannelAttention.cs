using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Channel attention (the channel half of CBAM, Woo et al. 2018, arXiv 1807.06521): the averages and the maxima of the channels go through
/// the same two linear layers; the sigmoid of the sum scales each channel.
/// </summary>
internal sealed class ChannelAttention : Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;

    public ChannelAttention(long channels, long reduction) : base(nameof(ChannelAttention))
    {
        fc1 = Linear(channels, Math.Max(1, channels / reduction));
        fc2 = Linear(Math.Max(1, channels / reduction), channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var scale = Excite(input.mean([2, 3])).Plus(Excite(input.amax([2, 3]))).sigmoid();
        return (input * scale.unsqueeze(2).unsqueeze(3)).MoveToOuterDisposeScope();
    }

    private Tensor Excite(Tensor pooled) => fc2.call(fc1.call(pooled).relu());
}
