using L2BN.Flow;
using L2BN.Models.Norms;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Images;

/// <summary>
/// Residual network, post-activation (He et al. 2016, arXiv 1512.03385), for CIFAR or ImageNet. State names are
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
        : this(options, plan with { Width = options.Channels(plan.Width) }, NormFactory.Create(options)) { }

    private ResNet(ModelOptions options, ResNetPlan plan, NormFactory norms) : base(nameof(ResNet), norms.Act)
    {
        _largeStem = plan.LargeStem;
        long channels = options.SampleInput.Channels;
        conv1 = plan.LargeStem ? Conv.Same(channels, plan.Width, 7, 2) : Conv.Same(channels, plan.Width, 3);
        bn1 = norms.Norm2d(plan.Width);
        layer1 = plan.Stage(norms, 0);
        layer2 = plan.Stage(norms, 1);
        layer3 = plan.Stage(norms, 2);
        layer4 = plan.Stage(norms, 3);
        fc = Linear(plan.Features, options.Classes);
        RegisterComponents();
        plan.Initialize(this);
    }

    public override TValue Describe<TValue>(IFlow<TValue> flow, TValue input)
    {
        TValue x = Act.Relu(flow, bn1, flow.Call(conv1, input));
        if (_largeStem)
            x = flow.MaxPool(x, 3, stride: 2, padding: 1);
        foreach (Module<Tensor, Tensor>? stage in (ReadOnlySpan<Module<Tensor, Tensor>?>)[layer1, layer2, layer3, layer4])
        {
            if (stage is not null)
                x = flow.CallLast(stage, x);
        }

        return flow.Call(fc, flow.Mean(x));
    }
}

/// <summary>Architecture of a residual network.</summary>
/// <param name="Depths">Blocks in each of three or four stages; from stage to stage the width doubles and the map halves.</param>
/// <param name="Width">Channels of the first stage's 3×3 convolutions.</param>
/// <param name="Bottleneck">Bottleneck blocks instead of basic ones.</param>
/// <param name="Shortcut">Shortcut where the shape changes.</param>
/// <param name="LargeStem">7×7 stride 2 and max-pool for ImageNet, instead of 3×3 stride 1.</param>
/// <param name="Initialize">Weight initialization.</param>
internal sealed record ResNetPlan(
    int[] Depths, long Width, bool Bottleneck, ShortcutKind Shortcut, bool LargeStem, Action<Module> Initialize)
{
    /// <summary>CIFAR ResNet of depth 6n+2 (He et al. 2016, section 4.2): 16, 32, 64 channels, n basic blocks each.</summary>
    public static ResNetPlan Narrow(int depth, ShortcutKind shortcut) => new(
        [(depth - 2) / 6, (depth - 2) / 6, (depth - 2) / 6], 16, false, shortcut, false,
        shortcut switch
        {
            ShortcutKind.Pad => Initialization.KaimingFanIn,
            ShortcutKind.Project => Initialization.KaimingFanOut,
            _ => throw new ArgumentOutOfRangeException(nameof(shortcut), shortcut, "Expected Pad or Project."),
        });

    /// <summary>ResNet-18, -34 or -50 as torchvision builds it for ImageNet.</summary>
    public static ResNetPlan ImageNet(int depth) => new(
        depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "Expected 18, 34 or 50."),
        },
        64, depth == 50, ShortcutKind.Project, true, Initialization.KaimingFanOut);

    /// <summary>The same for CIFAR (weiaicunzai/pytorch-cifar100): small stem, no max-pool, the framework's initial weights.</summary>
    public static ResNetPlan Cifar(int depth) => ImageNet(depth) with { LargeStem = false, Initialize = Initialization.None };

    private long Expansion => Bottleneck ? Images.Bottleneck.Expansion : 1;

    public long Features => (Width << (Depths.Length - 1)) * Expansion;

    public Module<Tensor, Tensor>? Stage(NormFactory norms, int stage) =>
        stage < Depths.Length ? Sequential(Enumerable.Range(0, Depths[stage]).Select(block => Block(norms, stage, block))) : null;

    private Module<Tensor, Tensor> Block(NormFactory norms, int stage, int block)
    {
        long width = Width << stage, stride = block == 0 && stage > 0 ? 2 : 1;
        long from = block > 0 ? width * Expansion : stage == 0 ? Width : width / 2 * Expansion;
        return Bottleneck ? new Bottleneck(norms, Shortcut, from, width, stride) : new BasicBlock(norms, Shortcut, from, width, stride);
    }
}
