using L2BN.Kernels;

namespace L2BN;

/// <summary>The type in which convolutions and linear layers compute.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Full,

    /// <summary>
    /// Mixed: convolutions and linear layers compute in bfloat16 from float32 weights, features are bfloat16; parameters, statistics of
    /// norms, gradients of parameters, loss and optimizer are float32.
    /// </summary>
    BFloat16,
}

/// <summary>How a network computes: the order of its features in memory, and the type of its convolutions and linear layers.</summary>
/// <param name="Layout">The order in memory of features N×C×H×W.</param>
/// <param name="Precision">The type.</param>
public sealed record ComputeFormat(FeatureLayout Layout, Precision Precision)
{
    /// <summary>float32, channels first: how torch computes by default.</summary>
    public static ComputeFormat Default { get; } = new(FeatureLayout.ChannelsFirst, Precision.Full);

    /// <summary>Every format, the default first.</summary>
    public static IReadOnlyList<ComputeFormat> All { get; } =
    [
        Default,
        new(FeatureLayout.ChannelsLast, Precision.Full),
        new(FeatureLayout.ChannelsFirst, Precision.BFloat16),
        new(FeatureLayout.ChannelsLast, Precision.BFloat16),
    ];

    /// <summary>Name in tables: <c>float32-contiguous</c>, <c>bfloat16-channels-last</c>.</summary>
    public string Name => $"{PrecisionName(Precision)}-{LayoutName(Layout)}";

    /// <summary>Bytes of a value of the features.</summary>
    public int ElementSize => Precision switch
    {
        Precision.Full => sizeof(float),
        Precision.BFloat16 => sizeof(ushort),
        _ => throw Unknown(Precision),
    };

    /// <summary>Name of a layout: <c>contiguous</c> or <c>channels-last</c>.</summary>
    public static string LayoutName(FeatureLayout layout) => layout switch
    {
        FeatureLayout.ChannelsFirst => "contiguous",
        FeatureLayout.ChannelsLast => "channels-last",
        _ => throw new ArgumentOutOfRangeException(nameof(layout), layout, "Expected ChannelsFirst or ChannelsLast."),
    };

    /// <summary>Name of a type: <c>float32</c> or <c>bfloat16</c>.</summary>
    public static string PrecisionName(Precision precision) => precision switch
    {
        Precision.Full => "float32",
        Precision.BFloat16 => "bfloat16",
        _ => throw Unknown(precision),
    };

    private static ArgumentOutOfRangeException Unknown(Precision precision) =>
        new(nameof(precision), precision, "Expected Full or BFloat16.");
}
