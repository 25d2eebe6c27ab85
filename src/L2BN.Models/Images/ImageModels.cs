namespace L2BN.Models;

/// <summary>The image entries of the catalog.</summary>
internal static class ImageModels
{
    public static IEnumerable<ModelInfo> Entries => [.. CifarResNets(ShortcutKind.Pad), .. CifarResNets(ShortcutKind.Project)];

    private static IEnumerable<ModelInfo> CifarResNets(ShortcutKind shortcut) =>
        ((int[])[8, 20, 32, 44, 56, 110]).Select(depth => CifarResNet(depth, shortcut));

    private static ModelInfo CifarResNet(int depth, ShortcutKind shortcut)
    {
        var plan = ResNetPlan.Cifar(depth, shortcut);
        bool pad = shortcut == ShortcutKind.Pad;
        return new ModelInfo(
            $"resnet{depth}{(pad ? "" : "_b")}", new ModelOptions(),
            $"CIFAR ResNet of depth {depth}, {(pad ? "option A shortcuts (no parameters)" : "option B shortcuts (1x1 convolution)")}",
            $"He et al. 2016, arXiv 1512.03385; initialisation as {(pad ? "akamaster/pytorch_resnet_cifar10" : "chenyaofo/pytorch-cifar-models")}",
            options => new ResNet(options, plan));
    }
}
