using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// MobileNetV2's block: expand by 1×1, filter each channel by 3×3, project by 1×1 without activation; the input is added where the shape
/// is kept. An expansion of 1 leaves the first convolution out.
/// </summary>
internal sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly bool _add;
    private readonly ModuleList<Module<Tensor, Tensor>> conv;

    public InvertedResidual(NormKit kit, long from, long to, long stride, long expansion) : base(nameof(InvertedResidual))
    {
        _act = kit.Act;
        _add = stride == 1 && from == to;
        long hidden = from * expansion;
        Module<Tensor, Tensor>[] expand = expansion == 1 ? [] : [new ConvNormRelu6(kit, from, hidden, 1)];
        conv = ModuleList<Module<Tensor, Tensor>>(
            [.. expand, new ConvNormRelu6(kit, hidden, hidden, 3, stride, hidden), Conv.Same(hidden, to, 1), kit.Norm2d(to)]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input;
        foreach (var module in conv.SkipLast(1))
            x = module.call(x);
        return _act.Linear(conv[^1], x, _add ? input : null).MoveToOuterDisposeScope();
    }
}
