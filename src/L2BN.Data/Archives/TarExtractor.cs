using System.Text;
using L2BN.Data.Files;

namespace L2BN.Data.Archives;

/// <summary>Unpacks tar archives, plain or gzip, of regular files and folders; links, devices, pipes and sparse files are
/// refused.</summary>
internal static class TarExtractor
{
    /// <summary>Long names and pax records are read into memory; real ones are below a few hundred bytes.</summary>
    private const int LongestRecord = 1 << 16;

    internal static void Extract(string archive, string folder, ArchiveLimits limits)
    {
        var sink = new ArchiveSink(archive, folder, limits);
        using FileStream file = RegularFile.OpenRead(archive);
        bool packed = file.ReadByte() == 0x1f;
        file.Seek(0, SeekOrigin.Begin);
        using Stream stream = packed ? new GzipReadStream(file, archive) : file;
        try
        {
            new EntryReader(stream, sink).Run();
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw sink.Refuse("the archive cannot be read to its end", 0, e);
        }
    }

    private sealed class EntryReader(Stream stream, ArchiveSink sink)
    {
        private readonly byte[] _block = new byte[TarHeader.Bytes];
        private long _offset;
        private string? _longName;

        internal void Run()
        {
            while (ReadBlock())
            {
                long at = _offset - TarHeader.Bytes;
                if (TarHeader.Parse(_block) is not { } header)
                    throw sink.Refuse("expected a header with the right checksum and size, got another", at);
                ReadEntry(header, at);
            }
            // Read to the end, so that a gzip checksum is verified.
            for (int read; (read = stream.Read(_block)) > 0;)
                sink.Count(read, _offset);
        }

        private void ReadEntry(TarHeader header, long at)
        {
            switch (header.Kind)
            {
                case TarHeader.LongName: _longName = TarHeader.Text(ReadRecord(header, at)); return;
                case TarHeader.Extended: _longName = PathOf(ReadRecord(header, at), at) ?? _longName; return;
                case TarHeader.Global: ReadRecord(header, at); return;
                default: Write(header with { Name = _longName ?? header.Name }, at); _longName = null; return;
            }
        }

        private void Write(TarHeader header, long at)
        {
            bool folder = header.Kind == TarHeader.Folder || (header.Kind == TarHeader.OldFile && header.Name.EndsWith('/'));
            if (!folder && header.Kind is not (TarHeader.File or TarHeader.OldFile))
                throw sink.Refuse($"expected files and folders only, got '{header.Name}' of type '{header.Kind}' "
                    + "(a link, a device, a pipe or another special kind)", at);
            if (folder)
                sink.AddFolder(header.Name, at);
            else
                sink.AddFile(header.Name, new StreamPart(stream, header.Length), header.Length, at);
            _offset += folder ? 0 : header.Length;
            SkipPadding();
        }

        private byte[] ReadRecord(TarHeader header, long at)
        {
            if (header.Length is < 0 or > LongestRecord)
                throw sink.Refuse($"expected a record of at most {LongestRecord:N0} bytes, got {header.Length:N0}", at);
            sink.Count(TarHeader.Bytes + header.Length, at);
            byte[] record = new byte[header.Length];
            stream.ReadExactly(record);
            _offset += record.Length;
            SkipPadding();
            return record;
        }

        /// <summary>False at the end: a block of zeros, or nothing more.</summary>
        private bool ReadBlock()
        {
            int read = stream.ReadAtLeast(_block, _block.Length, throwOnEndOfStream: false);
            _offset += read;
            if (read is not 0 and not TarHeader.Bytes)
                throw sink.Refuse("the archive is cut short", _offset);
            return read > 0 && _block.AsSpan().ContainsAnyExcept((byte)0);
        }

        private void SkipPadding()
        {
            int padding = (int)(-_offset & (TarHeader.Bytes - 1));
            stream.ReadExactly(_block, 0, padding);
            _offset += padding;
        }

        /// <summary>The path among pax records of the form "LENGTH KEY=VALUE\n"; one that would change the size is refused.</summary>
        private string? PathOf(ReadOnlySpan<byte> records, long at)
        {
            string? path = null;
            while (!records.IsEmpty)
            {
                int blank = records.IndexOf((byte)' ');
                if (blank < 1 || !NumberText.TryParseDigits(records[..blank], out int length)
                    || length <= blank + 1 || length > records.Length)
                    throw sink.Refuse("a pax record is damaged", at);
                ReadOnlySpan<byte> record = records[(blank + 1)..length];
                if (record.StartsWith("path="u8))
                    path = TarHeader.Text(record[5..]).TrimEnd('\n');
                else if (record.StartsWith("size="u8) || record.StartsWith("GNU.sparse"u8))
                    throw sink.Refuse("a pax record changes the size of a file, which is not read", at);
                records = records[length..];
            }
            return path;
        }
    }
}

/// <summary>A 512-byte header of a tar archive (POSIX.1-1988 ustar, and GNU's and pax's additions to it).</summary>
/// <param name="Name">Path in the archive.</param>
/// <param name="Length">Bytes that follow.</param>
/// <param name="Kind">The type flag.</param>
internal readonly record struct TarHeader(string Name, long Length, char Kind)
{
    internal const int Bytes = 512;
    internal const char File = '0', OldFile = '\0', Folder = '5', LongName = 'L', Extended = 'x', Global = 'g';

    /// <summary>Reads a header; null where a number or the checksum is invalid.</summary>
    internal static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (Octal(block.Slice(148, 8)) != Sum(block) || Number(block.Slice(124, 12)) is not { } length)
            return null;
        string name = Text(block[..100]);
        if (block[257..].StartsWith("ustar\0"u8) && Text(block.Slice(345, 155)) is { Length: > 0 } prefix)
            name = prefix + "/" + name;
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
        if ((field[0] & 0x80) == 0)
            return Octal(field);
        if (field[0] != 0x80 || field[1..4].ContainsAnyExcept((byte)0) || (field[4] & 0x80) != 0)
            return null;
        long value = 0;
        foreach (byte b in field[4..])
            value = value << 8 | b;
        return value;
    }

    private static long? Octal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (byte b in field.Trim(" \0"u8))
        {
            if (b is < (byte)'0' or > (byte)'7')
                return null;
            value = value << 3 | (uint)(b - '0');
        }
        return value;
    }

    /// <summary>All bytes added up, the checksum itself as blanks.</summary>
    private static long Sum(ReadOnlySpan<byte> block)
    {
        long sum = 8 * ' ';
        for (int i = 0; i < Bytes; i++)
            sum += i is >= 148 and < 156 ? 0 : block[i];
        return sum;
    }
}
