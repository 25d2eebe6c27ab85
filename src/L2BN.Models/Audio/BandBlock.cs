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
internal sealed class BandBlock : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly SameConv conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly SameConv conv2;
    private readonly BandShortcut? shortcut;

    public BandBlock(NormFactory norms, long from, long to) : base(nameof(BandBlock))
    {
        _act = norms.Act;
        norm1 = norms.Norm2d(from, affine: false);
        conv1 = new SameConv(from, to, from == to ? 1 : 2);
        norm2 = norms.Norm2d(to, affine: false);
        conv2 = new SameConv(to, to, 1);
        shortcut = from == to ? null : new BandShortcut();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor h = conv1.call(_act.Relu(norm1, input));
        h = conv2.call(_act.Relu(norm2, h));
        return h.Plus(shortcut?.call(input) ?? input).MoveToOuterDisposeScope();
    }
}

/// <summary>
/// Shortcut of the acoustic ResNet where the channels double: 3×3 average pool with stride 2 along time, then as many zero channels after
/// the existing ones. As in Keras, padding does not count in the average.
/// </summary>
internal sealed class BandShortcut() : Module<Tensor, Tensor>(nameof(BandShortcut))
{
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = Pool(input);
        return functional.pad(pooled, [0, 0, 0, 0, 0, input.shape[1]]).MoveToOuterDisposeScope();
    }

    // An even number of frames is padded at the end only: ceil_mode lets the last window run over the border, where it is not counted.
    private static Tensor Pool(Tensor input)
    {
        bool odd = input.shape[3] % 2 == 1;
        return functional.avg_pool2d(input, (3, 3), (1, 2), padding: (1, odd ? 1 : 0), ceil_mode: !odd, count_include_pad: false);
    }
}

/// <summary>
/// 3×3 convolution without bias, stride 1 along frequency and 1 or 2 along time, padded as Keras' "same": at stride 2 an even number of
/// frames is padded at the end only, an odd one on both sides. The output has ⌈T/stride⌉ frames.
/// </summary>
internal sealed class SameConv : Module<Tensor, Tensor>
{
    private readonly long _stride;
    private readonly Conv2d conv;

    public SameConv(long from, long to, long stride) : base(nameof(SameConv))
    {
        _stride = stride;
        conv = Conv2d(from, to, (3, 3), stride: (1, stride), padding: (1, stride == 1 ? 1 : 0), bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        if (_stride == 1)
            return conv.call(input);
        using Tensor padded = functional.pad(input, (input.shape[3] % 2, 1));
        return conv.call(padded);
    }
}
