using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>What tells one residual network from another.</summary>
/// <param name="Depths">Blocks in each stage, three or four stages; the width doubles and, after the first, the map halves per stage.</param>
/// <param name="Width">Channels of the first stage.</param>
/// <param name="Bottleneck">Bottleneck blocks (output four times the width) instead of basic ones.</param>
/// <param name="Shortcut">Shortcut where the shape changes.</param>
/// <param name="LargeStem">7×7 stride 2 and max-pool for ImageNet, instead of 3×3 stride 1.</param>
/// <param name="Initialise">Weight initialisation.</param>
internal sealed record ResNetPlan(int[] Depths, long Width, bool Bottleneck, ShortcutKind Shortcut, bool LargeStem, Action<Module> Initialise)
{
    /// <summary>CIFAR ResNet of depth 6n+2 (He et al. 2016, section 4.2): 16, 32, 64 channels, n basic blocks each.</summary>
    public static ResNetPlan Cifar(int depth, ShortcutKind shortcut) => new(
        [(depth - 2) / 6, (depth - 2) / 6, (depth - 2) / 6], 16, false, shortcut, false,
        shortcut == ShortcutKind.Pad ? Initialisation.KaimingFanIn : Initialisation.KaimingFanOut);

    public long OutputWidth(int stage) => (Width << stage) * (Bottleneck ? 4 : 1);

    public long InputWidth(int stage) => stage == 0 ? Width : OutputWidth(stage - 1);

    public Module<Tensor, Tensor>? Stage(NormKit kit, int stage) =>
        stage < Depths.Length ? Sequential(Enumerable.Range(0, Depths[stage]).Select(block => Block(kit, stage, block))) : null;

    private Module<Tensor, Tensor> Block(NormKit kit, int stage, int block)
    {
        long from = block == 0 ? InputWidth(stage) : OutputWidth(stage), stride = block == 0 && stage > 0 ? 2 : 1;
        return new BasicBlock(kit, Shortcut, from, Width << stage, stride);
    }
}
