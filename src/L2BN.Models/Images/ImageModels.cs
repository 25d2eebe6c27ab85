namespace L2BN.Models.Images;

/// <summary>The image entries of the catalog.</summary>
internal static class ImageModels
{
    // Inputs up to this many pixels (shorter side) get the CIFAR form of a model that has two: a stem that divides by 4 leaves too little.
    private const int LargestCifarSide = 64;

    private const string Aka = "akamaster/pytorch_resnet_cifar10", Chen = "chenyaofo/pytorch-cifar-models";
    private const string Wei = "weiaicunzai/pytorch-cifar100", Vision = "torchvision", Huang = "Huang et al. 2017, arXiv 1608.06993";

    private static readonly ModelOptions s_cifar10 = new();
    private static readonly ModelOptions s_cifar100 = new() { Classes = 100 };
    private static readonly ModelOptions s_imageNet = new() { Classes = 1000, SampleInput = (3, 224, 224) };

    public static IEnumerable<ModelInfo> Entries =>
        [.. NarrowResNets(ShortcutKind.Pad), .. NarrowResNets(ShortcutKind.Project), .. ResNets, .. MobileNets, .. Others];

    private static IEnumerable<ModelInfo> NarrowResNets(ShortcutKind shortcut) =>
        ((int[])[8, 20, 32, 44, 56, 110]).Select(depth => NarrowResNet(depth, shortcut));

    private static IEnumerable<ModelInfo> ResNets => ((int[])[18, 34, 50]).SelectMany(depth => TwoForms(
        $"resnet{depth}", $"ResNet-{depth}", Wei,
        (options, cifar) => new ResNet(options, cifar ? ResNetPlan.Cifar(depth) : ResNetPlan.ImageNet(depth))));

    private static IEnumerable<ModelInfo> MobileNets => TwoForms(
        "mobilenet_v2", "MobileNetV2, width 1.0", Chen,
        (options, cifar) => new MobileNetV2(options, cifar));

    private static IEnumerable<ModelInfo> Others =>
    [
        new("vgg16", s_cifar100, "VGG-16 with norms, two hidden linear layers of 4096", Wei, options => new Vgg(options, 4096)),
        new("vgg16_slim", s_cifar100, "VGG-16 with norms, two hidden linear layers of 512", Chen, options => new Vgg(options, 512)),
        new("densenet_bc100", s_cifar10, "DenseNet-BC, depth 100, growth 12", Huang, options => new DenseNet(options)),
        new("mlp", s_cifar10, "Two hidden layers of 512, for norms of flat features", "this project", options => new Mlp(options)),
    ];

    private static ModelInfo NarrowResNet(int depth, ShortcutKind shortcut)
    {
        var plan = ResNetPlan.Narrow(depth, shortcut);
        (string suffix, string kind, string source) = shortcut == ShortcutKind.Pad
            ? ("", "option A shortcuts (no parameters)", Aka)
            : ("_b", "option B shortcuts (1x1 convolution)", Chen);
        string description = $"CIFAR ResNet of depth {depth}, {kind}";
        return new($"resnet{depth}{suffix}", s_cifar10, description, source, options => new ResNet(options, plan));
    }

    private static IEnumerable<ModelInfo> TwoForms(
        string name, string title, string cifarSource, Func<ModelOptions, bool, ZooModel> create) =>
    [
        new(name, s_imageNet, $"{title}; CIFAR form up to {LargestCifarSide} pixels, ImageNet form above", Vision,
            options => create(options, Math.Min(options.SampleInput.Height, options.SampleInput.Width) <= LargestCifarSide)),
        new($"{name}_imagenet", s_imageNet, $"{title}, ImageNet form at any size", Vision, options => create(options, false)),
        new($"{name}_cifar", s_cifar100, $"{title}, CIFAR form at any size", cifarSource, options => create(options, true)),
    ];
}
