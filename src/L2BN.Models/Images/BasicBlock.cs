using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>Two 3×3 convolutions and a shortcut: <c>relu(norm(conv(relu(norm(conv(x))))) + shortcut(x))</c>. Stride on the first.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Module<Tensor, Tensor>? downsample;

    public BasicBlock(NormKit kit, ShortcutKind shortcut, long from, long width, long stride) : base(nameof(BasicBlock))
    {
        _act = kit.Act;
        conv1 = Conv.Same(from, width, 3, stride);
        bn1 = kit.Norm2d(width);
        conv2 = Conv.Same(width, width, 3);
        bn2 = kit.Norm2d(width);
        downsample = Shortcut.Create(kit, shortcut, from, width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = _act.Relu(bn1, conv1.call(input));
        var y = _act.Relu(bn2, conv2.call(h), downsample?.call(input) ?? input);
        return y.MoveToOuterDisposeScope();
    }
}
