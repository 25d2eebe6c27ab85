using System.Buffers.Binary;

namespace L2BN.Data.Images.Jpeg;

/// <summary>The current tables: quantization, Huffman codes and the restart interval. A redefinition makes a new table and leaves those of
/// earlier scans.</summary>
internal sealed class JpegTables(ImageSource source)
{
    private readonly ushort[]?[] _quantization = new ushort[]?[4];
    private readonly HuffmanTable?[] _huffman = new HuffmanTable?[8];

    /// <summary>MCUs between restart markers; 0 for none.</summary>
    internal int RestartInterval { get; private set; }

    internal ushort[] Quantization(int index) =>
        _quantization[index] ?? throw source.Refuse($"quantization table {index} is used but not defined", 0);

    internal HuffmanTable Dc(int index) => _huffman[index] ?? throw source.Refuse($"Huffman table DC {index} is used but not defined", 0);

    internal HuffmanTable Ac(int index) =>
        _huffman[4 + index] ?? throw source.Refuse($"Huffman table AC {index} is used but not defined", 0);

    /// <summary>The standard table where none was defined, as in frames of Motion JPEG.</summary>
    internal HuffmanTable DcOrStandard(int index) => _huffman[index] is null ? StandardHuffman.Dc(index) ?? Dc(index) : Dc(index);

    /// <inheritdoc cref="DcOrStandard"/>
    internal HuffmanTable AcOrStandard(int index) => _huffman[4 + index] is null ? StandardHuffman.Ac(index) ?? Ac(index) : Ac(index);

    internal void ReadQuantization(JpegSegment segment)
    {
        ReadOnlySpan<byte> data = segment.Data(source);
        while (!data.IsEmpty)
        {
            int width = (data[0] >> 4) + 1, index = data[0] & 15;
            if (width > 2 || index > 3 || data.Length < 1 + 64 * width)
                throw source.Refuse("the quantization tables are damaged", segment.Offset);
            ushort[] table = new ushort[64];
            for (int k = 0; k < 64; k++)
                table[Zigzag.Natural[k]] = width == 1 ? data[1 + k] : BinaryPrimitives.ReadUInt16BigEndian(data[(1 + 2 * k)..]);
            _quantization[index] = table;
            data = data[(1 + 64 * width)..];
        }
    }

    internal void ReadHuffman(JpegSegment segment)
    {
        ReadOnlySpan<byte> data = segment.Data(source);
        while (!data.IsEmpty)
        {
            int kind = data[0] >> 4, index = data[0] & 15;
            if (kind > 1 || index > 3 || data.Length < 17)
                throw source.Refuse("the Huffman tables are damaged", segment.Offset);
            ReadOnlySpan<byte> counts = data.Slice(1, 16);
            int total = 0;
            foreach (byte count in counts)
                total += count;
            if (total > 256 || data.Length < 17 + total)
                throw source.Refuse($"a Huffman table claims {total} codes, more than the segment contains", segment.Offset);
            _huffman[4 * kind + index] = HuffmanTable.TryCreate(counts, data.Slice(17, total).ToArray())
                ?? throw source.Refuse("expected a Huffman table with valid code lengths, got more codes than they allow", segment.Offset);
            data = data[(17 + total)..];
        }
    }

    internal void ReadRestartInterval(JpegSegment segment)
    {
        if (segment.Length != 2)
            throw source.Refuse($"expected a restart interval of 2 bytes, got {segment.Length}", segment.Offset);
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment.Data(source));
    }
}
