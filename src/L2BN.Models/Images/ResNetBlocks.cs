using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>Two 3×3 convolutions and a shortcut: <c>relu(norm(conv(relu(norm(conv(x))))) + shortcut(x))</c>. Stride on the first.</summary>
internal sealed class BasicBlock : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> bn2;
    private readonly Module<Tensor, Tensor>? downsample;

    public BasicBlock(NormFactory norms, ShortcutKind shortcut, long from, long width, long stride) : base(nameof(BasicBlock))
    {
        _act = norms.Act;
        conv1 = Conv.Same(from, width, 3, stride);
        bn1 = norms.Norm2d(width);
        conv2 = Conv.Same(width, width, 3);
        bn2 = norms.Norm2d(width);
        downsample = Shortcut.Create(norms, shortcut, from, width, stride);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor h = _act.Relu(bn1, conv1.call(input));
        Tensor y = _act.Relu(bn2, conv2.call(h), downsample?.call(input) ?? input);
        return y.MoveToOuterDisposeScope();
    }
}

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

    public Bottleneck(NormFactory norms, ShortcutKind shortcut, long from, long width, long stride) : base(nameof(Bottleneck))
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

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor h = _act.Relu(bn1, conv1.call(input));
        h = _act.Relu(bn2, conv2.call(h));
        Tensor y = _act.Relu(bn3, conv3.call(h), downsample?.call(input) ?? input);
        return y.MoveToOuterDisposeScope();
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
internal sealed class PadShortcut(long from, long to, long stride) : Module<Tensor, Tensor>(nameof(PadShortcut))
{
    private readonly long _before = (to - from) / 2;
    private readonly long _after = to - from - (to - from) / 2;

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = input.slice(2, 0, input.shape[2], stride);
        Tensor taken = rows.slice(3, 0, input.shape[3], stride);
        return functional.pad(taken, [0, 0, 0, 0, _before, _after]).MoveToOuterDisposeScope();
    }
}
