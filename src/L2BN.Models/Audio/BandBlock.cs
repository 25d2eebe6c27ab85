using L2BN.Flow;
using L2BN.Models.Images;
using L2BN.Models.Norms;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Audio;

/// <summary>
/// Pre-activation residual block: <c>conv(relu(norm(conv(relu(norm(x)))))) + shortcut(x)</c>; norms without gain and shift.
/// </summary>
internal sealed class BandBlock : FlowModule
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly SameConv conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly SameConv conv2;
    private readonly BandShortcut? shortcut;

    public BandBlock(NormFactory norms, long from, long to) : base(nameof(BandBlock), norms.Act.Torch)
    {
        _act = norms.Act;
        norm1 = norms.Norm2d(from, affine: false);
        conv1 = new SameConv(from, to, from == to ? 1 : 2);
        norm2 = norms.Norm2d(to, affine: false);
        conv2 = new SameConv(to, to, 1);
        shortcut = from == to ? null : new BandShortcut(from);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue h = flow.Call(conv1, _act.Relu(flow, norm1, input));
        h = flow.Call(conv2, _act.Relu(flow, norm2, h));
        return flow.Add(h, shortcut is null ? input : flow.Call(shortcut, input));
    }
}

/// <summary>
/// Shortcut of the acoustic ResNet where the channels double: 3×3 average pool with stride 2 along time, then as many zero channels after
/// the existing ones. As in Keras, padding does not count in the average.
/// </summary>
/// <param name="channels">Channels of the input.</param>
internal sealed class BandShortcut(long channels) : FlowModule(nameof(BandShortcut), TorchFlow.Plain)
{
    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.PadChannels(flow.AveragePoolSame(input, 2), 0, channels);
}

/// <summary>
/// 3×3 convolution without bias, stride 1 along frequency and 1 or 2 along time, padded as Keras' "same": at stride 2 an even number of
/// frames is padded at the end only, an odd one on both sides. The output has ⌈T/stride⌉ frames.
/// </summary>
internal sealed class SameConv : FlowModule
{
    private readonly Conv2d conv;

    public SameConv(long from, long to, long stride) : base(nameof(SameConv), TorchFlow.Plain)
    {
        conv = Conv2d(from, to, (3, 3), stride: (1, stride), padding: (1, stride == 1 ? 1 : 0), bias: false);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) => flow.ConvSame(conv, input);
}
