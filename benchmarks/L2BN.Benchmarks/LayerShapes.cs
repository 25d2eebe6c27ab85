namespace L2BN.Benchmarks;

/// <summary>The eight shapes the layer is judged by: three of a CIFAR ResNet, four of ImageNet ResNets, one of acoustic scenes.</summary>
internal static class LayerShapes
{
    public static long[][] All { get; } =
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

    public static string Name(long[] shape) => $"[{string.Join(",", shape)}]";
}
