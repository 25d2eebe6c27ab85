using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>Convolution, norm, ReLU6: MobileNetV2's unit. State names 0 (convolution) and 1 (norm), as in torchvision.</summary>
internal sealed class ConvNormRelu6 : Module<Tensor, Tensor>
{
    private readonly NormAct _act;

    [ComponentName(Name = "0")]
    private readonly Conv2d conv;

    [ComponentName(Name = "1")]
    private readonly Module<Tensor, Tensor> norm;

    public ConvNormRelu6(NormKit kit, long from, long to, long kernel, long stride = 1, long groups = 1) : base(nameof(ConvNormRelu6))
    {
        _act = kit.Act;
        conv = Conv.Same(from, to, kernel, stride, groups);
        norm = kit.Norm2d(to);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _act.Relu6(norm, conv.call(input)).MoveToOuterDisposeScope();
    }
}
