namespace L2BN.Onnx;

/// <summary>How a network is written.</summary>
public sealed record OnnxOptions
{
    /// <summary>The most bytes of one protobuf file.</summary>
    public const long MostBytes = int.MaxValue - (1 << 20);

    /// <summary>Sizes of the input after the batch: channels, then positions. Only the channels are fixed in the file, unless the network
    /// flattens its input.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    /// <summary>Names of the axes after the channels, by which runtimes report them; default <c>height</c>, <c>width</c>.</summary>
    public IReadOnlyList<string> AxisNames { get; init; } = ["height", "width"];

    /// <summary>Texts for the file's metadata.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes of a file from which on its tensors are in a second one, <c>NAME.data</c>; default just below 2 GiB, the most that
    /// protobuf can.</summary>
    public long ExternalFrom { get; init; } = MostBytes;
}

/// <summary>What was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="DataPath">The file with the tensors; null where they are in the same.</param>
/// <param name="Nodes">Operators.</param>
/// <param name="FixedSize">Whether only inputs of one size can be given.</param>
public sealed record OnnxExportResult(string Path, long Bytes, string? DataPath, int Nodes, bool FixedSize);
