using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// One frequency band of <see cref="AscResNet"/>: norm (the only one with gain and shift) and convolution on the features, then four stacks
/// of two blocks. Channels double and time halves at stacks 1 to 3; frequency is never reduced.
/// </summary>
internal sealed class BandPath : Module<Tensor, Tensor>
{
    private readonly NormAct _act;
    private readonly Module<Tensor, Tensor> norm;
    private readonly SameConv conv;
    private readonly Sequential blocks;

    public BandPath(NormKit kit, long from, long width) : base(nameof(BandPath))
    {
        _act = kit.Act;
        norm = kit.Norm2d(from);
        conv = new SameConv(from, width, 2);
        blocks = Sequential(Enumerable.Range(0, 8).Select(i => Block(kit, Width(width, i - 1), Width(width, i))));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return blocks.call(conv.call(_act.Linear(norm, input))).MoveToOuterDisposeScope();
    }

    private static Module<Tensor, Tensor> Block(NormKit kit, long from, long to) => new BandBlock(kit, from, to);

    private static long Width(long width, int block) => width << (Math.Max(block, 0) / 2);
}
