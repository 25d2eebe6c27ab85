using System.Buffers.Binary;
using System.Text;

namespace L2BN.Data.Audio.Wave;

/// <summary>The sizes of a 64-bit WAV file that do not fit into 32 bits (EBU Tech 3306): of the file, of the samples, and a table for other
/// chunks.</summary>
internal sealed class Ds64Chunk
{
    /// <summary>Bytes of a chunk without table.</summary>
    internal const int Smallest = 28;

    /// <summary>Bytes that are read at most: a table of a few hundred chunks, where files have none or one.</summary>
    internal const int LongestRead = 4096;

    private const int Entry = 12;
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);

    /// <param name="content">At least <see cref="Smallest"/> bytes.</param>
    internal Ds64Chunk(ReadOnlySpan<byte> content)
    {
        RiffSize = Size(content);
        _sizes["data"] = Size(content[8..]);
        int entries = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(content[24..]), (content.Length - Smallest) / Entry);
        for (int i = 0; i < entries; i++)
        {
            ReadOnlySpan<byte> entry = content.Slice(Smallest + Entry * i, Entry);
            _sizes.TryAdd(Encoding.Latin1.GetString(entry[..4]), Size(entry[4..]));
        }
    }

    /// <summary>Bytes of the file after its first 8.</summary>
    internal long RiffSize { get; }

    /// <summary>Bytes of a chunk; null where the table has none.</summary>
    internal long? SizeOf(string id) => _sizes.TryGetValue(id, out long size) ? size : null;

    // No file reaches 2^63 bytes: a larger claim is as wrong as that one.
    private static long Size(ReadOnlySpan<byte> bytes) => (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(bytes), long.MaxValue);
}
