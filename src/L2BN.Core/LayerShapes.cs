namespace L2BN.Core;

/// <summary>The eight shapes that the layer is timed on by every benchmark: three of a CIFAR ResNet, four of ImageNet ResNets, one of
/// acoustic scenes; large and tiny planes, few and many channels.</summary>
public static class LayerShapes
{
    /// <summary>Batch, channels, height, width.</summary>
    public static IReadOnlyList<int[]> All { get; } =
    [
        [128, 16, 32, 32],
        [128, 32, 16, 16],
        [128, 64, 8, 8],
        [32, 64, 56, 56],
        [32, 256, 28, 28],
        [16, 256, 56, 56],
        [32, 2048, 7, 7],
        [32, 48, 64, 200],
    ];

    /// <summary>A shape as text: <c>128×16×32×32</c>.</summary>
    public static string Name(int[] shape) => string.Join('×', shape);
}
