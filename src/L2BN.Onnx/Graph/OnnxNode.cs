namespace L2BN.Onnx.Graph;

/// <summary>A value of the graph: the output of a node, an input or an initializer.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Rank">Number of its axes.</param>
internal sealed record OnnxValue(string Name, int Rank);

/// <summary>One operator of the graph.</summary>
/// <param name="Operator">Its name in ONNX.</param>
/// <param name="Inputs">Names of values.</param>
/// <param name="Output">Name of its value.</param>
/// <param name="Attributes">Each a <c>long</c>, <c>float</c>, <c>string</c> or <c>long[]</c>.</param>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, string Output, IReadOnlyList<(string Name, object Value)> Attributes);

/// <summary>A tensor of the file: little-endian, row-major.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type's number in ONNX.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Write">Writes them.</param>
internal sealed record OnnxInitializer(string Name, int Type, IReadOnlyList<long> Shape, long Length, Action<Stream> Write);

/// <summary>An axis of the input or output: a size, or a name for any size.</summary>
/// <param name="Size">The size; null where it may be any.</param>
/// <param name="Name">The name of such a size.</param>
internal readonly record struct OnnxAxis(long? Size, string Name);
