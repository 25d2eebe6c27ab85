using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>Between two dense blocks: norm, ReLU, 1×1 convolution to half the channels, 2×2 average pool.</summary>
internal sealed class DenseTransition : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm;
    private readonly Conv2d conv;

    public DenseTransition(NormKit kit, long from) : base(nameof(DenseTransition))
    {
        _act = kit.Act;
        norm = kit.Norm2d(from);
        conv = Conv.Same(from, from / 2, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = conv.call(_act.Relu(norm, input));
        return functional.avg_pool2d(h, 2, ceil_mode: true).MoveToOuterDisposeScope();
    }
}
