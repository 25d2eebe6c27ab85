using System.Text;

namespace L2BN.Data;

/// <summary>A 512-byte header of a tar archive (POSIX.1-1988 ustar, and GNU's and pax's additions to it).</summary>
/// <param name="Name">Path in the archive.</param>
/// <param name="Length">Bytes that follow.</param>
/// <param name="Kind">The type flag.</param>
internal readonly record struct TarHeader(string Name, long Length, char Kind)
{
    internal const int Bytes = 512;
    internal const char File = '0', OldFile = '\0', Folder = '5', LongName = 'L', Extended = 'x', Global = 'g';

    /// <summary>Reads a header; null where its numbers or its checksum make no sense.</summary>
    internal static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (Octal(block.Slice(148, 8)) != Sum(block) || Number(block.Slice(124, 12)) is not { } length) return null;
        string name = Text(block[..100]);
        if (block[257..].StartsWith("ustar\0"u8) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix) name = prefix + "/" + name;
        return new TarHeader(name, length, (char)block[156]);
    }

    internal static string Text(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>Octal digits, or with the highest bit set a big-endian number of up to 63 bits.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) == 0) return Octal(field);
        if (field[0] != 0x80 || field[1..4].ContainsAnyExcept((byte)0) || (field[4] & 0x80) != 0) return null;
        long value = 0;
        foreach (byte b in field[4..]) value = value << 8 | b;
        return value;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (byte b in field.Trim(" \0"u8))
        {
            if (b is < (byte)'0' or > (byte)'7') return null;
            value = value << 3 | (uint)(b - '0');
        }
        return value;
    }

    /// <summary>All bytes added up, the checksum itself as blanks.</summary>
    private static long Sum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (int i = 0; i < Bytes; i++) sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum;
    }
}
