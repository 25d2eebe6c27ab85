using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>Convolution, norm, ReLU: the unit of the plain acoustic networks.</summary>
internal sealed class ConvNormRelu : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Conv2d conv;
    private readonly Module<Tensor, Tensor> norm;

    public ConvNormRelu(NormKit kit, long from, long to, long kernel, long stride = 1, bool affine = true) : base(nameof(ConvNormRelu))
    {
        _act = kit.Act;
        conv = Conv.Same(from, to, kernel, stride);
        norm = kit.Norm2d(to, affine);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _act.Relu(norm, conv.call(input)).MoveToOuterDisposeScope();
    }
}
