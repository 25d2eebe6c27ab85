using L2BN.Lab.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>Type and order in memory of the layer's data; its parameters are float32 in each. No field is a type of torch's: options are
/// described without loading it.</summary>
internal sealed record LayerFormat(string Name, bool IsBFloat16, bool ChannelsLast)
{
    public static LayerFormat Float32Contiguous { get; } = new("float32-contiguous", IsBFloat16: false, ChannelsLast: false);

    public static IReadOnlyList<LayerFormat> All { get; } =
    [
        Float32Contiguous,
        new("float32-channels-last", IsBFloat16: false, ChannelsLast: true),
        new("bfloat16-contiguous", IsBFloat16: true, ChannelsLast: false),
        new("bfloat16-channels-last", IsBFloat16: true, ChannelsLast: true),
    ];

    /// <summary>The formats of a list of names, separated by commas, in the order of <see cref="All"/>.</summary>
    /// <exception cref="UsageException">A name is unknown, or there is none.</exception>
    public static IReadOnlyList<LayerFormat> ParseList(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string known = string.Join(", ", All.Select(format => format.Name));
        if (names.FirstOrDefault(name => All.All(format => format.Name != name)) is string unknown)
            throw new UsageException($"--formats: expected names of {known}, got '{unknown}'.");
        return names.Length > 0
            ? [.. All.Where(format => names.Contains(format.Name))]
            : throw new UsageException($"--formats: expected names of {known}, got none.");
    }

    /// <summary>Bytes of an element.</summary>
    public int ElementSize => IsBFloat16 ? sizeof(ushort) : sizeof(float);

    /// <summary>Normally distributed values in this format.</summary>
    public Tensor Randn(int[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = randn([.. shape.Select(n => (long)n)]).to(IsBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32);
        if (ChannelsLast)
            values = values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        return values.MoveToOuterDisposeScope();
    }
}
