using System.Buffers.Binary;
using System.IO.Compression;
using L2BN.Data.Files;

namespace L2BN.Data.Archives;

/// <summary>
/// Unpacks zip archives of regular files and folders. Directory and local headers must agree, entries may not share bytes,
/// lengths and checksums must be right; encryption, zip64 and several disks are refused.
/// </summary>
internal static class ZipExtractor
{
    private const int EndBytes = 22, LongestComment = 65_535;
    private const long LongestDirectory = 64L << 20;

    internal static void Extract(string archive, string folder, ArchiveLimits limits)
    {
        var sink = new ArchiveSink(archive, folder, limits);
        using FileStream file = RegularFile.OpenRead(archive);
        try
        {
            List<ZipEntry> entries = ReadDirectory(file, sink, limits);
            RefuseOverlaps(entries, sink);
            foreach (ZipEntry entry in entries)
                Unpack(file, entry, sink);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw sink.Refuse("the archive cannot be read", 0, e);
        }
    }

    private static List<ZipEntry> ReadDirectory(FileStream file, ArchiveSink sink, ArchiveLimits limits)
    {
        (int count, uint size, uint start) = FindEnd(file, sink);
        if (count > limits.Entries)
            throw sink.Refuse($"expected at most {limits.Entries:N0} entries, got {count:N0}", start);
        byte[] directory = ReadAt(file, start, (int)size);
        var entries = new List<ZipEntry>();
        for (int at = 0; at < directory.Length;)
        {
            (int length, ZipEntry? entry, string? fault) = ZipEntry.Parse(directory.AsSpan(at));
            if (fault is not null)
                throw sink.Refuse(fault, start + at);
            entries.Add(entry!);
            at += length;
        }
        if (entries.Count != count)
            throw sink.Refuse($"the archive claims {count} entries, its directory has {entries.Count}", start);
        return entries;
    }

    /// <summary>Finds the record at the end that says where the directory is; it must end the file, and the directory must end where it
    /// begins.</summary>
    private static (int Count, uint Size, uint Start) FindEnd(FileStream file, ArchiveSink sink)
    {
        int length = (int)Math.Min(file.Length, EndBytes + LongestComment);
        byte[] tail = ReadAt(file, file.Length - length, length);
        for (int at = tail.Length - EndBytes; at >= 0; at--)
        {
            Span<byte> end = tail.AsSpan(at);
            if (!end.StartsWith("PK\x5\x6"u8) || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndBytes)
                continue;
            int count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), disks = BinaryPrimitives.ReadUInt16LittleEndian(end[4..]);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (disks != 0 || count == 0xFFFF || start == uint.MaxValue)
                throw sink.Refuse("archives on several disks or of 65,535 and more entries (zip64) are not read", 0);
            if ((long)start + size != file.Length - length + at || size > LongestDirectory)
                throw sink.Refuse($"the directory of {size:N0} bytes at {start:N0} is not where it should be", file.Length - length + at);
            return (count, size, start);
        }
        throw sink.Refuse("expected a zip archive, got no directory at the end of the file", file.Length);
    }

    private static void RefuseOverlaps(List<ZipEntry> entries, ArchiveSink sink)
    {
        long end = 0;
        foreach (ZipEntry? entry in entries.OrderBy(entry => entry.LocalOffset))
        {
            if (entry.LocalOffset < end)
                throw sink.Refuse($"'{entry.Name}' shares bytes with another entry", entry.LocalOffset);
            end = entry.LocalOffset + ZipEntry.LocalBytes + entry.Packed;
        }
    }

    private static void Unpack(FileStream file, ZipEntry entry, ArchiveSink sink)
    {
        byte[] local = ReadAt(file, entry.LocalOffset, (int)Math.Min(file.Length - entry.LocalOffset, ZipEntry.LocalBytes + 65_535));
        if (entry.LocalSize(local) is not { } size)
            throw sink.Refuse($"'{entry.Name}' has a local header that differs from its directory record", entry.LocalOffset);
        if (entry.IsFolder && entry.Length == 0)
            sink.AddFolder(entry.Name, entry.LocalOffset);
        else
            AddFile(file, entry, sink, entry.LocalOffset + size);
    }

    private static void AddFile(FileStream file, ZipEntry entry, ArchiveSink sink, long start)
    {
        file.Seek(start, SeekOrigin.Begin);
        var packed = new StreamPart(file, entry.Packed);
        using DeflateStream? inflate = entry.Method == 8 ? new DeflateStream(packed, CompressionMode.Decompress) : null;
        var content = new CrcStream(inflate ?? (Stream)packed);
        sink.AddFile(entry.Name, content, entry.Length, entry.LocalOffset);
        if (content.Crc.Value != entry.Crc)
            throw sink.Refuse($"'{entry.Name}' has CRC {content.Crc.Value:x8}, the directory says {entry.Crc:x8}", entry.LocalOffset);
    }

    private static byte[] ReadAt(FileStream file, long offset, int length)
    {
        if (offset < 0 || length < 0 || offset + length > file.Length)
            throw new EndOfStreamException();
        byte[] bytes = new byte[length];
        file.Seek(offset, SeekOrigin.Begin);
        file.ReadExactly(bytes);
        return bytes;
    }

    private sealed class CrcStream(Stream stream) : ForwardStream
    {
        private Crc32 _crc;

        internal Crc32 Crc => _crc;

        public override int Read(Span<byte> buffer)
        {
            int read = stream.Read(buffer);
            _crc.Append(buffer[..read]);
            return read;
        }
    }
}
