using L2BN.Flow;
using L2BN.Models.Images;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>The convolutions of image models: no bias, since a norm follows; size unchanged at stride 1.</summary>
internal static class Conv
{
    public static Conv2d Same(long from, long to, long kernel, long stride = 1, long groups = 1) =>
        Conv2d(from, to, kernel, stride, padding: kernel / 2, groups: groups, bias: false);
}

/// <summary>Convolution, norm, ReLU: the block of the plain acoustic networks.</summary>
internal sealed class ConvNormRelu : FlowModule
{
    private readonly NormAct _act;
    private readonly Conv2d conv;
    private readonly Module<Tensor, Tensor> norm;

    public ConvNormRelu(NormFactory norms, long from, long to, long kernel, long stride = 1, bool affine = true)
        : base(nameof(ConvNormRelu), norms.Act.Torch)
    {
        _act = norms.Act;
        conv = Conv.Same(from, to, kernel, stride);
        norm = norms.Norm2d(to, affine);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        _act.Relu(flow, norm, flow.Call(conv, input));
}

/// <summary>Convolution, norm, ReLU6: MobileNetV2's block. State names 0 (convolution) and 1 (norm), as in torchvision.</summary>
internal sealed class ConvNormRelu6 : FlowModule
{
    private readonly NormAct _act;

    [ComponentName(Name = "0")]
    private readonly Conv2d conv;

    [ComponentName(Name = "1")]
    private readonly Module<Tensor, Tensor> norm;

    public ConvNormRelu6(NormFactory norms, long from, long to, long kernel, long stride = 1, long groups = 1)
        : base(nameof(ConvNormRelu6), norms.Act.Torch)
    {
        _act = norms.Act;
        conv = Conv.Same(from, to, kernel, stride, groups);
        norm = norms.Norm2d(to);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        _act.Relu6(flow, norm, flow.Call(conv, input));
}
