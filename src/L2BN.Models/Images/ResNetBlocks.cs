using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>Two 3×3 convolutions and a shortcut: <c>relu(norm(conv(relu(norm(conv(x))))) + shortcut(x))</c>. Stride on the first.</summary>
internal sealed class BasicBlock : FlowModule
{
    private readonly NormAct _act;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Module<Tensor, Tensor>? downsample;

    public BasicBlock(NormFactory norms, ShortcutKind shortcut, long from, long width, long stride)
        : base(nameof(BasicBlock), norms.Act.Torch)
    {
        _act = norms.Act;
        conv1 = Conv.Same(from, width, 3, stride);
        bn1 = norms.Norm2d(width);
        conv2 = Conv.Same(width, width, 3);
        bn2 = norms.Norm2d(width);
        downsample = Shortcut.Create(norms, shortcut, from, width, stride);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue h = _act.Relu(flow, bn1, flow.Call(conv1, input));
        return _act.Relu(flow, bn2, flow.Call(conv2, h), downsample is null ? input : flow.Call(downsample, input));
    }
}

/// <summary>
/// 1×1, 3×3 and 1×1 convolution and a shortcut; the output has four times the width. Stride on the 3×3 (torchvision's "V1.5").
/// </summary>
internal sealed class Bottleneck : FlowModule
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

    public Bottleneck(NormFactory norms, ShortcutKind shortcut, long from, long width, long stride)
        : base(nameof(Bottleneck), norms.Act.Torch)
    {
        _act = norms.Act;
        conv1 = Conv.Same(from, width, 1);
        bn1 = norms.Norm2d(width);
        conv2 = Conv.Same(width, width, 3, stride);
        bn2 = norms.Norm2d(width);
        conv3 = Conv.Same(width, Expansion * width, 1);
        bn3 = norms.Norm2d(Expansion * width);
        downsample = Shortcut.Create(norms, shortcut, from, Expansion * width, stride);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue h = _act.Relu(flow, bn1, flow.Call(conv1, input));
        h = _act.Relu(flow, bn2, flow.Call(conv2, h));
        return _act.Relu(flow, bn3, flow.Call(conv3, h), downsample is null ? input : flow.Call(downsample, input));
    }
}

/// <summary>How a residual block adapts its input to the shape of its output.</summary>
internal enum ShortcutKind
{
    /// <summary>Option A: subsample and pad with zero channels.</summary>
    Pad,

    /// <summary>Option B: 1×1 convolution and norm.</summary>
    Project,
}

internal static class Shortcut
{
    /// <summary>The shortcut from a shape to another; null where they are equal and the input itself is added.</summary>
    public static Module<Tensor, Tensor>? Create(NormFactory norms, ShortcutKind kind, long from, long to, long stride) => kind switch
    {
        _ when stride == 1 && from == to => null,
        ShortcutKind.Pad => new PadShortcut(from, to, stride),
        ShortcutKind.Project => Sequential(Conv.Same(from, to, 1, stride), norms.Norm2d(to)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected Pad or Project."),
    };
}

/// <summary>
/// Option A of He et al. (2016): where a stage halves the map, take every second row and column and pad with channels of zeros, half
/// of them before and half after the existing ones. No parameters.
/// </summary>
internal sealed class PadShortcut(long from, long to, long stride) : FlowModule(nameof(PadShortcut), TorchFlow.Plain)
{
    private readonly long _before = (to - from) / 2;
    private readonly long _after = to - from - (to - from) / 2;

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.PadChannels(flow.Subsample(input, stride), _before, _after);
}
