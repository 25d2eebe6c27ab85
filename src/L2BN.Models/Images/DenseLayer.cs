using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>DenseNet's bottleneck layer: <c>[x, conv3×3(relu(norm(conv1×1(relu(norm(x))))))]</c>, joined along the channels.</summary>
internal sealed class DenseLayer : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly Conv2d conv2;

    public DenseLayer(NormKit kit, long from, long growth) : base(nameof(DenseLayer))
    {
        _act = kit.Act;
        norm1 = kit.Norm2d(from);
        conv1 = Conv.Same(from, 4 * growth, 1);
        norm2 = kit.Norm2d(4 * growth);
        conv2 = Conv.Same(4 * growth, growth, 3);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var h = conv1.call(_act.Relu(norm1, input));
        var added = conv2.call(_act.Relu(norm2, h));
        return cat([input, added], 1).MoveToOuterDisposeScope();
    }
}
