using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>What tells one residual network from another.</summary>
/// <param name="Depths">Blocks in each of three or four stages; from stage to stage the width doubles and the map halves.</param>
/// <param name="Width">Channels of the first stage's 3×3 convolutions.</param>
/// <param name="Bottleneck">Bottleneck blocks instead of basic ones.</param>
/// <param name="Shortcut">Shortcut where the shape changes.</param>
/// <param name="LargeStem">7×7 stride 2 and max-pool for ImageNet, instead of 3×3 stride 1.</param>
/// <param name="Initialise">Weight initialisation.</param>
internal sealed record ResNetPlan(
    int[] Depths, long Width, bool Bottleneck, ShortcutKind Shortcut, bool LargeStem, Action<Module> Initialise)
{
    /// <summary>CIFAR ResNet of depth 6n+2 (He et al. 2016, section 4.2): 16, 32, 64 channels, n basic blocks each.</summary>
    public static ResNetPlan Narrow(int depth, ShortcutKind shortcut) => new(
        [(depth - 2) / 6, (depth - 2) / 6, (depth - 2) / 6], 16, false, shortcut, false,
        shortcut == ShortcutKind.Pad ? Initialisation.KaimingFanIn : Initialisation.KaimingFanOut);

    /// <summary>ResNet-18, -34 or -50 as torchvision builds it for ImageNet.</summary>
    public static ResNetPlan ImageNet(int depth) => new(
        depth == 18 ? [2, 2, 2, 2] : [3, 4, 6, 3], 64, depth >= 50, ShortcutKind.Project, true, Initialisation.KaimingFanOut);

    /// <summary>The same for CIFAR (weiaicunzai/pytorch-cifar100): small stem, no max-pool, the framework's initial weights.</summary>
    public static ResNetPlan Cifar(int depth) => ImageNet(depth) with { LargeStem = false, Initialise = Initialisation.None };

    private long Expansion => Bottleneck ? Models.Bottleneck.Expansion : 1;

    public long Features => (Width << (Depths.Length - 1)) * Expansion;

    public Module<Tensor, Tensor>? Stage(NormKit kit, int stage) =>
        stage < Depths.Length ? Sequential(Enumerable.Range(0, Depths[stage]).Select(block => Block(kit, stage, block))) : null;

    private Module<Tensor, Tensor> Block(NormKit kit, int stage, int block)
    {
        long width = Width << stage, stride = block == 0 && stage > 0 ? 2 : 1;
        long from = block > 0 ? width * Expansion : stage == 0 ? Width : width / 2 * Expansion;
        return Bottleneck ? new Bottleneck(kit, Shortcut, from, width, stride) : new BasicBlock(kit, Shortcut, from, width, stride);
    }
}
