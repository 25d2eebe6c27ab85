using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Shortcut of the acoustic ResNet where the channels double: 3×3 average pool with stride 2 along time, then as many zero channels after
/// the old ones. As in Keras the average is over the cells that exist, padding not counted.
/// </summary>
internal sealed class BandShortcut() : Module<Tensor, Tensor>(nameof(BandShortcut))
{
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pooled = Pool(input);
        return functional.pad(pooled, [0, 0, 0, 0, 0, input.shape[1]]).MoveToOuterDisposeScope();
    }

    // An even number of frames is padded at the end only: ceil_mode lets the last window run over the border, where it is not counted.
    private static Tensor Pool(Tensor input)
    {
        bool odd = input.shape[3] % 2 == 1;
        return functional.avg_pool2d(input, (3, 3), (1, 2), padding: (1, odd ? 1 : 0), ceil_mode: !odd, count_include_pad: false);
    }
}
