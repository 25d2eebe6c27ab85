using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381). ImageNet form as in torchvision; CIFAR form as in
/// chenyaofo/pytorch-cifar-models: stride 1 in the stem and in the 24-channel stage, so that 32×32 pixels end as 4×4. State names are
/// torchvision's in both.
/// </summary>
internal sealed class MobileNetV2 : ZooModel
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public MobileNetV2(ModelOptions options, bool cifar) : this(options, cifar, NormFactory.Create(options)) { }

    private MobileNetV2(ModelOptions options, bool cifar, NormFactory norms) : base(nameof(MobileNetV2), norms.Act)
    {
        // Below width 1 the last layer does not shrink, as in the paper.
        long stem = options.Channels(32), last = Math.Max(1280, options.Channels(1280));
        features = Sequential([
            new ConvNormRelu6(norms, options.SampleInput.Channels, stem, 3, cifar ? 1 : 2),
            .. Blocks(norms, options, cifar),
            new ConvNormRelu6(norms, options.Channels(320), last, 1)]);
        classifier = Sequential(Dropout(0.2), Linear(last, options.Classes));
        RegisterComponents();
        Initialization.MobileNet(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input) =>
        flow.Call(classifier, flow.Mean(flow.Call(features, input)));

    /// <summary>The table of the paper: expansion, channels, repeats, stride of the first.</summary>
    private static IEnumerable<Module<Tensor, Tensor>> Blocks(NormFactory norms, ModelOptions options, bool cifar)
    {
        (long Expansion, long Width, int Count, long Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, cifar ? 1 : 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        long from = options.Channels(32);
        foreach ((long expansion, long width, int count, long stride) in stages)
            for (int i = 0; i < count; i++, from = options.Channels(width))
                yield return new InvertedResidual(norms, from, options.Channels(width), i == 0 ? stride : 1, expansion);
    }
}

/// <summary>
/// MobileNetV2's block: expand by 1×1, filter each channel by 3×3, project by 1×1 without activation; the input is added where the shape
/// stays the same. An expansion of 1 leaves the first convolution out.
/// </summary>
internal sealed class InvertedResidual : FlowModule
{
    private readonly bool _add;
    private readonly ModuleList<Module<Tensor, Tensor>> conv;

    public InvertedResidual(NormFactory norms, long from, long to, long stride, long expansion)
        : base(nameof(InvertedResidual), norms.Act.Torch)
    {
        _add = stride == 1 && from == to;
        long hidden = from * expansion;
        Module<Tensor, Tensor>[] expand = expansion == 1 ? [] : [new ConvNormRelu6(norms, from, hidden, 1)];
        conv = ModuleList<Module<Tensor, Tensor>>(
            [.. expand, new ConvNormRelu6(norms, hidden, hidden, 3, stride, hidden), Conv.Same(hidden, to, 1), norms.Norm2d(to)]);
        RegisterComponents();
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue x = input;
        foreach (Module<Tensor, Tensor> module in conv.SkipLast(1))
            x = flow.Call(module, x);
        return flow.Norm(conv[^1], x, residual: _add ? input : null);
    }
}
