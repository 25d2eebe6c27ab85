using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Option A of He et al. (2016): where a stage halves the map, take every second row and column and pad the new channels with zeros, half
/// of them before and half after the old ones. No parameters.
/// </summary>
internal sealed class PadShortcut(long from, long to, long stride) : Module<Tensor, Tensor>(nameof(PadShortcut))
{
    private readonly long _before = (to - from) / 2;
    private readonly long _after = to - from - (to - from) / 2;

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var rows = input.slice(2, 0, input.shape[2], stride);
        var taken = rows.slice(3, 0, input.shape[3], stride);
        return functional.pad(taken, [0, 0, 0, 0, _before, _after]).MoveToOuterDisposeScope();
    }
}
