namespace L2BN.Formats.Safetensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">Type of its elements, little-endian.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar. A size may be 0.</param>
/// <param name="Begin">Where its bytes begin in the file's buffer of tensor bytes.</param>
/// <param name="End">Where they end.</param>
public sealed record TensorEntry(string Name, TensorType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>Bytes of the tensor.</summary>
    public long Bytes => End - Begin;
}

/// <summary>A tensor to be written: row-major, little-endian.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">Type of its elements.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Data">Exactly the bytes of the shape.</param>
public sealed record TensorData(string Name, TensorType Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data);
