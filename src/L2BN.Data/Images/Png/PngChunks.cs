using System.Buffers.Binary;

namespace L2BN.Data.Images.Png;

/// <summary>The parts of a PNG file that make its first picture, found chunk by chunk; text, profiles and further frames are stepped over
/// unread.</summary>
internal sealed record PngChunks(PngHeader Header, byte[] Palette, byte[] PackedPixels)
{
    internal const int SignatureLength = 8;
    private const int Frame = 12;

    internal static PngChunks Parse(ImageSource source)
    {
        PngHeader? header = null;
        byte[]? palette = null;
        var parts = new List<(int Offset, int Length)>();
        int position = SignatureLength, lastPart = -1;
        while (true)
        {
            (string type, int offset, int length) = ReadChunk(source, position);
            if ((header is null) != (type is "IHDR"))
                throw source.Refuse($"expected exactly one IHDR chunk, at the start, got {type}", position);
            if (type is "IEND")
                break;
            if (type is "IHDR")
                header = PngHeader.Parse(source, offset, length);
            else if (type is "PLTE")
                palette = ReadPalette(source, offset, length, palette is not null || parts.Count > 0);
            else if (type is "IDAT")
            {
                if (parts.Count > 0 && lastPart != position)
                    throw source.Refuse("expected all IDAT chunks in a row, got another chunk between them", position);
                parts.Add((offset, length));
            }
            else if (char.IsUpper(type[0]))
                throw source.Refuse($"expected IHDR, PLTE, IDAT or IEND, got the unknown critical chunk {type}", position);
            position += Frame + length;
            if (type is "IDAT")
                lastPart = position;
        }
        if (parts.Count == 0)
            throw source.Refuse("expected an IDAT chunk before the end, got none", position);
        if (header!.ColorType == PngHeader.Palette && palette is null)
            throw source.Refuse("expected a PLTE chunk for palette colors, got none", position);
        return new PngChunks(header, palette ?? [], Join(source, parts));
    }

    internal static (string Type, int Offset, int Length) ReadChunk(ImageSource source, int position)
    {
        if (source.Length - position < Frame)
            throw source.Refuse("the PNG file ends without an IEND chunk", source.Length, "The file is cut short.");
        Span<byte> bytes = source.Bytes.AsSpan(position);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length > (uint)(bytes.Length - Frame))
            throw source.Refuse($"a chunk of {length:N0} bytes reaches beyond the end of the file", position,
                "The file is cut short or damaged.");
        CheckSum(source, bytes, (int)length, position);
        return (string.Create(4, bytes[4..8],
            (text, type) =>
            {
                for (int i = 0; i < 4; i++)
                    text[i] = char.IsAsciiLetter((char)type[i]) ? (char)type[i] : '?';
            }),
            position + 8, (int)length);
    }

    private static void CheckSum(ImageSource source, ReadOnlySpan<byte> chunk, int length, int position)
    {
        uint expected = BinaryPrimitives.ReadUInt32BigEndian(chunk[(8 + length)..]), actual = Crc32.Compute(chunk[4..(8 + length)]);
        if (expected != actual)
            throw source.Refuse($"a chunk has CRC {actual:x8}, the file says {expected:x8}", position);
    }

    private static byte[] ReadPalette(ImageSource source, int offset, int length, bool misplaced)
    {
        if (misplaced)
            throw source.Refuse("expected one PLTE chunk before the first IDAT chunk, got another", offset);
        if (length is 0 or > 768 || length % 3 != 0)
            throw source.Refuse($"expected a palette of 3 to 768 bytes in threes, got {length}", offset);
        return source.Bytes.AsSpan(offset, length).ToArray();
    }

    private static byte[] Join(ImageSource source, List<(int Offset, int Length)> parts)
    {
        byte[] joined = new byte[parts.Sum(part => part.Length)];
        int position = 0;
        foreach ((int offset, int length) in parts)
        {
            source.Bytes.AsSpan(offset, length).CopyTo(joined.AsSpan(position));
            position += length;
        }
        return joined;
    }
}
