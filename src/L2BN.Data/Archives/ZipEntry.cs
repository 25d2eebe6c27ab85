using System.Buffers.Binary;
using System.Text;

namespace L2BN.Data.Archives;

/// <summary>One record of a zip archive's directory (APPNOTE 4.3.12).</summary>
/// <param name="Name">Path in the archive.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Crc">Of the unpacked bytes.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Length">Bytes unpacked.</param>
/// <param name="LocalOffset">Where its local header is.</param>
internal sealed record ZipEntry(string Name, int Method, uint Crc, long Packed, long Length, long LocalOffset)
{
    internal const int RecordBytes = 46, LocalBytes = 30;
    private const int Encrypted = 1, Utf8 = 1 << 11;

    internal bool IsFolder => Name.EndsWith('/');

    /// <summary>Reads the record at the start of <paramref name="bytes"/>; returns its size, and the entry or what is wrong with
    /// it.</summary>
    internal static (int Size, ZipEntry? Entry, string? Fault) Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordBytes || !bytes.StartsWith("PK\x1\x2"u8))
            return (0, null, "expected a directory record, got other bytes");
        int name = U16(bytes, 28), size = RecordBytes + name + U16(bytes, 30) + U16(bytes, 32);
        if (size > bytes.Length)
            return (0, null, "a directory record reaches beyond the directory");
        var entry = new ZipEntry(Text(bytes.Slice(RecordBytes, name), U16(bytes, 8)), U16(bytes, 10), U32(bytes, 16), U32(bytes, 20),
            U32(bytes, 24), U32(bytes, 42));
        return (size, entry, entry.Fault(U16(bytes, 8), U32(bytes, 38) >> 16));
    }

    /// <summary>Compares the local header, which other programs may use, with this record; returns its size, or null where they
    /// differ.</summary>
    internal int? LocalSize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LocalBytes || !bytes.StartsWith("PK\x3\x4"u8))
            return null;
        int name = U16(bytes, 26), size = LocalBytes + name + U16(bytes, 28);
        bool later = (U16(bytes, 6) & 8) != 0;
        bool same = U16(bytes, 8) == Method && bytes.Length >= LocalBytes + name
            && Text(bytes.Slice(LocalBytes, name), U16(bytes, 6)) == Name
            && (later || (U32(bytes, 14) == Crc && U32(bytes, 18) == Packed && U32(bytes, 22) == Length));
        return same ? size : null;
    }

    private string? Fault(int flags, uint mode)
    {
        if ((flags & Encrypted) != 0)
            return $"'{Name}' is encrypted";
        if (Method is not (0 or 8))
            return $"'{Name}' is packed by method {Method}; 0 and 8 are read";
        if (Packed == uint.MaxValue || Length == uint.MaxValue || LocalOffset == uint.MaxValue)
            return $"'{Name}' is of 4 GiB or more (zip64), which is not read";
        if (Method == 0 && Packed != Length)
            return $"'{Name}' is stored, but in {Packed:N0} bytes instead of {Length:N0}";
        // The upper half of a Unix archive's attributes is its mode: regular files, folders and nothing are allowed.
        return (mode & 0xF000) is not (0 or 0x8000 or 0x4000) ? $"'{Name}' is a link or a special file" : null;
    }

    private static string Text(ReadOnlySpan<byte> bytes, int flags) =>
        ((flags & Utf8) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
