using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// MobileNetV2 (Sandler et al. 2018, arXiv 1801.04381). ImageNet form as in torchvision; CIFAR form as in
/// chenyaofo/pytorch-cifar-models: stride 1 in the stem and in the 24-channel stage, so that 32×32 pixels end as 4×4. State names are
/// torchvision's in both.
/// </summary>
internal sealed class MobileNetV2 : ZooModel
{
    private readonly Sequential features;
    private readonly Sequential classifier;

    public MobileNetV2(ModelOptions options, bool cifar) : this(options, cifar, NormKit.For(options)) { }

    private MobileNetV2(ModelOptions options, bool cifar, NormKit kit) : base(nameof(MobileNetV2), kit.Act)
    {
        // Below width 1 the last layer keeps its size, as in the paper.
        long stem = options.Channels(32), last = Math.Max(1280, options.Channels(1280));
        features = Sequential([
            new ConvNormRelu6(kit, options.SampleInput.Channels, stem, 3, cifar ? 1 : 2),
            .. Blocks(kit, options, cifar),
            new ConvNormRelu6(kit, options.Channels(320), last, 1)]);
        classifier = Sequential(Dropout(0.2), Linear(last, options.Classes));
        RegisterComponents();
        Initialisation.MobileNet(this);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>The table of the paper: expansion, channels, repeats, stride of the first.</summary>
    private static IEnumerable<Module<Tensor, Tensor>> Blocks(NormKit kit, ModelOptions options, bool cifar)
    {
        (long Expansion, long Width, int Count, long Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, cifar ? 1 : 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        long from = options.Channels(32);
        foreach (var (expansion, width, count, stride) in stages)
            for (int i = 0; i < count; i++, from = options.Channels(width))
                yield return new InvertedResidual(kit, from, options.Channels(width), i == 0 ? stride : 1, expansion);
    }
}
