using L2BN.Flow;
using L2BN.Kernels;
using L2BN.Models.Images;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Audio;

/// <summary>
/// ResNet with two frequency bands for acoustic scenes (DCASE 2020 task 1a, MihawkHu/DCASE2020_task1), the network of the L2BN authors'
/// acoustic experiments. Input N×C×mel×time; the lower and upper half of the mel bands go through paths that share no weights and are
/// concatenated along frequency. 37 norms: 36 of the chosen kind and <c>final_norm</c>, before the global average, always plain BatchNorm.
/// </summary>
/// <remarks>Defaults as in Keras: eps 1e-3, momentum 0.01, truncated He-normal weights.</remarks>
internal sealed class AscResNet : ZooModel
{
    private readonly long _half;
    private readonly BandPath low;
    private readonly BandPath high;
    private readonly Module<Tensor, Tensor> norm1;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> norm2;
    private readonly Conv2d conv2;
    private readonly Module<Tensor, Tensor> final_norm;

    public AscResNet(ModelOptions options) : this(options, NormFactory.CreateKeras(options)) { }

    private AscResNet(ModelOptions options, NormFactory norms) : base(nameof(AscResNet), norms.Act)
    {
        (int channels, int bands, int _) = options.SampleInput;
        if (bands < 2)
            throw new ArgumentException($"Expected at least 2 mel bands for asc_resnet, which splits them in two, got {bands}.");
        _half = bands / 2;
        long width = options.Channels(48);
        low = new BandPath(norms, channels, width);
        high = new BandPath(norms, channels, width);
        norm1 = norms.Norm2d(8 * width, affine: false);
        conv1 = Conv.Same(8 * width, 32 * width, 1);
        norm2 = norms.Norm2d(32 * width, affine: false);
        conv2 = Conv.Same(32 * width, options.Classes, 1);
        final_norm = KerasBatchNorm.Plain(options.Classes);
        RegisterComponents();
        Initialization.KerasHeNormal(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue bands = flow.Concat(
            2,
            flow.CallLast(low, flow.Part(input, 2, 0, _half)),
            flow.CallLast(high, flow.Part(input, 2, _half)));
        TValue x = flow.Call(conv1, Act.Relu(flow, norm1, bands));
        x = flow.Call(final_norm, flow.Call(conv2, flow.Norm(norm2, x)));
        return flow.Mean(x);
    }
}

/// <summary>
/// One frequency band of <see cref="AscResNet"/>: norm (the only one with gain and shift) and convolution on the features, then four stacks
/// of two blocks. Channels double and time halves at stacks 1 to 3; frequency is never reduced.
/// </summary>
internal sealed class BandPath : FlowModule
{
    private readonly Module<Tensor, Tensor> norm;
    private readonly SameConv conv;
    private readonly Sequential blocks;

    public BandPath(NormFactory norms, long from, long width) : base(nameof(BandPath), norms.Act.Torch)
    {
        norm = norms.Norm2d(from);
        conv = new SameConv(from, width, 2);
        blocks = Sequential(Enumerable.Range(0, 8).Select(i => Block(norms, Width(width, i - 1), Width(width, i))));
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.Call(blocks, flow.Call(conv, flow.Norm(norm, input)));

    private static Module<Tensor, Tensor> Block(NormFactory norms, long from, long to) => new BandBlock(norms, from, to);

    private static long Width(long width, int block) => width << (Math.Max(block, 0) / 2);
}
