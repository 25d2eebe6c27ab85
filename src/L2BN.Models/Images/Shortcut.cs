using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>How a residual block carries its input past a change of shape.</summary>
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
    public static Module<Tensor, Tensor>? Create(NormKit kit, ShortcutKind kind, long from, long to, long stride) => kind switch
    {
        _ when stride == 1 && from == to => null,
        ShortcutKind.Pad => new PadShortcut(from, to, stride),
        _ => Sequential(Conv.Same(from, to, 1, stride), kit.Norm2d(to)),
    };
}
