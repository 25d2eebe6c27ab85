using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// 3×3 convolution without bias, stride 1 along frequency and 1 or 2 along time, padded as Keras' "same": at stride 2 an even number of
/// frames is padded at the end only, an odd one on both sides. The output has ⌈T/stride⌉ frames.
/// </summary>
internal sealed class SameConv : Module<Tensor, Tensor>
{
    private readonly long _stride;
    private readonly Conv2d conv;

    public SameConv(long from, long to, long stride) : base(nameof(SameConv))
    {
        _stride = stride;
        conv = Conv2d(from, to, (3, 3), stride: (1, stride), padding: (1, stride == 1 ? 1 : 0), bias: false);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        if (_stride == 1) return conv.call(input);
        using var padded = functional.pad(input, (input.shape[3] % 2, 1));
        return conv.call(padded);
    }
}
