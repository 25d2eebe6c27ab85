using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// MobileNetV2, width 1.0 (Sandler et al. 2018, arXiv 1801.04381). ImageNet form as in torchvision; CIFAR form as in
/// chenyaofo/pytorch-cifar-models: stride 1 in the stem and in the 24-channel stage, so that 32×32 pixels end as 4×4. State names are
/// torchvision's in both.
/// </summary>
internal sealed class MobileNetV2 : ZooModel
{
    private const long Last = 1280;

    private readonly Sequential features;
    private readonly Sequential classifier;

    public MobileNetV2(ModelOptions options, bool cifar) : this(options, cifar, NormKit.For(options)) { }

    private MobileNetV2(ModelOptions options, bool cifar, NormKit kit) : base(nameof(MobileNetV2), kit.Act)
    {
        features = Sequential([
            new ConvNormRelu6(kit, options.SampleInput.Channels, 32, 3, cifar ? 1 : 2), .. Blocks(kit, cifar), new ConvNormRelu6(kit, 320, Last, 1)]);
        classifier = Sequential(Dropout(0.2), Linear(Last, options.Classes));
        RegisterComponents();
        Initialisation.MobileNet(this);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }

    /// <summary>The table of the paper: expansion, channels, repeats, stride of the first.</summary>
    private static IEnumerable<Module<Tensor, Tensor>> Blocks(NormKit kit, bool cifar)
    {
        (long Expansion, long Width, int Count, long Stride)[] stages =
            [(1, 16, 1, 1), (6, 24, 2, cifar ? 1 : 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)];
        long from = 32;
        foreach (var (expansion, width, count, stride) in stages)
            for (int i = 0; i < count; i++, from = width)
                yield return new InvertedResidual(kit, from, width, i == 0 ? stride : 1, expansion);
    }
}
