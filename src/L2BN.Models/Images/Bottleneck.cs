using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// 1×1, 3×3 and 1×1 convolution and a shortcut; the output has four times the width. Stride on the 3×3 (torchvision's "V1.5").
/// </summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    public const long Expansion = 4;

    private readonly NormAct _act;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Conv2d conv3;
    private readonly Module<Tensor, Tensor> bn3;
    private readonly Module<Tensor, Tensor>? downsample;

    public Bottleneck(NormKit kit, ShortcutKind shortcut, long from, long width, long stride) : base(nameof(Bottleneck))
    {
        _act = kit.Act;
        conv1 = Conv.Same(from, width, 1);
        bn1 = kit.Norm2d(width);
        conv2 = Conv.Same(width, width, 3, stride);
        bn2 = kit.Norm2d(width);
        conv3 = Conv.Same(width, Expansion * width, 1);
        bn3 = kit.Norm2d(Expansion * width);
        downsample = Shortcut.Create(kit, shortcut, from, Expansion * width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = _act.Relu(bn1, conv1.call(input));
        h = _act.Relu(bn2, conv2.call(h));
        var y = _act.Relu(bn3, conv3.call(h), downsample?.call(input) ?? input);
        return y.MoveToOuterDisposeScope();
    }
}
