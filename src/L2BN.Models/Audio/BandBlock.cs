using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

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

    public BandBlock(NormKit kit, long from, long to) : base(nameof(BandBlock))
    {
        _act = kit.Act;
        norm1 = kit.Norm2d(from, affine: false);
        conv1 = new SameConv(from, to, from == to ? 1 : 2);
        norm2 = kit.Norm2d(to, affine: false);
        conv2 = new SameConv(to, to, 1);
        shortcut = from == to ? null : new BandShortcut();
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = conv1.call(_act.Relu(norm1, input));
        h = conv2.call(_act.Relu(norm2, h));
        return h.Plus(shortcut?.call(input) ?? input).MoveToOuterDisposeScope();
    }
}
