namespace L2BN.Data;

/// <summary>The header of a gzip member (RFC 1952, 2.3): ten fixed bytes, then what its flags announce.</summary>
internal static class GzipHeader
{
    private const int Extra = 4, Name = 8, Comment = 16, HeaderCrc = 2, Reserved = 0xE0;

    /// <summary>Longer names and comments than this are no honest file.</summary>
    private const int LongestText = 64 * 1024;

    internal static void Skip(Stream stream, string file)
    {
        Span<byte> fixedPart = stackalloc byte[10];
        stream.ReadExactly(fixedPart);
        int flags = fixedPart[3];
        if (fixedPart[2] != 8 || (flags & Reserved) != 0)
            throw new DataException(file, $"expected gzip method 8 without unknown flags, came method {fixedPart[2]}, flags 0x{flags:X2}",
                "Pack it again with gzip.", 2);
        if ((flags & Extra) != 0) SkipBytes(stream, Next(stream, file) | (Next(stream, file) << 8), file);
        if ((flags & Name) != 0) SkipText(stream, file);
        if ((flags & Comment) != 0) SkipText(stream, file);
        if ((flags & HeaderCrc) != 0) SkipBytes(stream, 2, file);
    }

    private static void SkipText(Stream stream, string file)
    {
        for (int length = 0; Next(stream, file) != 0; length++)
            if (length > LongestText)
                throw new DataException(file, "the gzip header holds a text without end", "Download it again.", stream.Position);
    }

    private static void SkipBytes(Stream stream, int count, string file)
    {
        for (int i = 0; i < count; i++) Next(stream, file);
    }

    private static int Next(Stream stream, string file)
    {
        int value = stream.ReadByte();
        return value >= 0 ? value : throw new DataException(file, "the gzip header is cut short", "Download it again.", stream.Position);
    }
}
