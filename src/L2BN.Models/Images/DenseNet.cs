using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// DenseNet-BC for CIFAR (Huang et al. 2017, arXiv 1608.06993), depth 100, growth 12: three blocks of 16 bottleneck layers, transitions
/// that halve the channels, 3×3 stem of 24 channels. State names are torchvision's, which has a norm after the stem that the CIFAR form
/// lacks.
/// </summary>
internal sealed class DenseNet : ZooModel
{
    private readonly DenseFeatures features;
    private readonly Linear classifier;

    public DenseNet(ModelOptions options) : this(options, NormKit.For(options)) { }

    private DenseNet(ModelOptions options, NormKit kit) : base(nameof(DenseNet), kit.Act)
    {
        features = new DenseFeatures(kit, options.SampleInput.Channels, options.Channels(12));
        classifier = Linear(features.Channels, options.Classes);
        RegisterComponents();
        Initialisation.DenseNet(this);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).mean([2, 3])).MoveToOuterDisposeScope();
    }
}
