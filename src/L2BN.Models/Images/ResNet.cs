using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Residual network, post-activation (He et al. 2016, arXiv 1512.03385), for CIFAR or ImageNet as its plan says. State names are
/// torchvision's: conv1, bn1, layer1.0.conv1, …, layer1.0.downsample.0, fc.
/// </summary>
internal sealed class ResNet : ZooModel
{
    private readonly bool _largeStem;
    private readonly Conv2d conv1;
    private readonly Module<Tensor, Tensor> bn1;
    private readonly Module<Tensor, Tensor>? layer1;
    private readonly Module<Tensor, Tensor>? layer2;
    private readonly Module<Tensor, Tensor>? layer3;
    private readonly Module<Tensor, Tensor>? layer4;
    private readonly Linear fc;

    public ResNet(ModelOptions options, ResNetPlan plan)
        : this(options, plan with { Width = options.Channels(plan.Width) }, NormKit.For(options)) { }

    private ResNet(ModelOptions options, ResNetPlan plan, NormKit kit) : base(nameof(ResNet), kit.Act)
    {
        _largeStem = plan.LargeStem;
        long channels = options.SampleInput.Channels;
        conv1 = plan.LargeStem ? Conv.Same(channels, plan.Width, 7, 2) : Conv.Same(channels, plan.Width, 3);
        bn1 = kit.Norm2d(plan.Width);
        layer1 = plan.Stage(kit, 0);
        layer2 = plan.Stage(kit, 1);
        layer3 = plan.Stage(kit, 2);
        layer4 = plan.Stage(kit, 3);
        fc = Linear(plan.Features, options.Classes);
        RegisterComponents();
        plan.Initialise(this);
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = Act.Relu(bn1, conv1.call(input));
        if (_largeStem) x = functional.max_pool2d(x, 3, stride: 2, padding: 1);
        foreach (var stage in (ReadOnlySpan<Module<Tensor, Tensor>?>)[layer1, layer2, layer3, layer4])
            x = Step(stage, x);
        return fc.call(x.mean([2, 3])).MoveToOuterDisposeScope();
    }

    // Each map is let go as soon as the next one exists: without gradients that is the memory of one stage, not of all.
    private static Tensor Step(Module<Tensor, Tensor>? stage, Tensor x)
    {
        if (stage is null) return x;
        var y = stage.call(x);
        x.Dispose();
        return y;
    }
}
