using static TorchSharp.torch;

namespace L2BN.Benchmarks;

/// <summary>Type and order in memory of the data; parameters are float32, as in training of mixed precision.</summary>
internal sealed record LayerFormat(string Name, ScalarType Type, bool ChannelsLast)
{
    public static LayerFormat Default { get; } = new("float32-contiguous", ScalarType.Float32, false);

    public static LayerFormat[] All { get; } =
    [
        Default,
        new("float32-channels-last", ScalarType.Float32, true),
        new("bfloat16-contiguous", ScalarType.BFloat16, false),
        new("bfloat16-channels-last", ScalarType.BFloat16, true),
    ];

    public Tensor Randn(long[] shape)
    {
        using Tensor values = randn(shape);
        using Tensor converted = values.to(Type);
        return ChannelsLast ? converted.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : converted.alias();
    }
}
