using System.Buffers.Binary;
using System.IO.Compression;

namespace L2BN.Data.Files;

/// <summary>Reads a gzip file of one member and checks it to the last byte.</summary>
/// <remarks>
/// <see cref="GZipStream"/> returns the beginning of a file that is cut short, and ignores bytes after the end.
/// Here the content must match the CRC and the length in the file's last eight bytes, so cuts, appended bytes and further members are all
/// found.
/// </remarks>
internal sealed class GzipReadStream : ForwardStream
{
    private const int TrailerLength = 8;
    private readonly string _file;
    private readonly BoundedStream _packed;
    private readonly DeflateStream _deflate;
    private readonly uint _expectedCrc;
    private Crc32 _crc;
    private long _position;

    /// <param name="stream">A seekable stream at the start of the gzip file; disposed with this one.</param>
    /// <param name="file">The name for error messages.</param>
    internal GzipReadStream(Stream stream, string file)
    {
        _file = file;
        (_expectedCrc, uint length) = ReadTrailer(stream, file);
        Length = length;
        GzipHeader.Skip(stream, file);
        PackedLength = stream.Length - stream.Position - TrailerLength;
        if (PackedLength < 1)
            throw CutShort(file);
        _packed = new BoundedStream(stream, PackedLength);
        _deflate = new DeflateStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>Bytes of the unpacked content, as the trailer claims (modulo 2³²).</summary>
    public override long Length { get; }

    /// <summary>Bytes of packed content.</summary>
    internal long PackedLength { get; }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int read = Inflate(buffer);
        _crc.Append(buffer[..read]);
        _position += read;
        if (read == 0)
            CheckEnd();
        return read;
    }

    internal static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _deflate.Dispose();
        base.Dispose(disposing);
    }

    private static DataException CutShort(string file) =>
        new(file, "the gzip file is too short to be complete", "Download it again.");

    private static (uint Crc, uint Length) ReadTrailer(Stream stream, string file)
    {
        if (stream.Length < 18)
            throw CutShort(file);
        Span<byte> trailer = stackalloc byte[TrailerLength];
        stream.Seek(-TrailerLength, SeekOrigin.End);
        stream.ReadExactly(trailer);
        stream.Seek(0, SeekOrigin.Begin);
        return (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _deflate.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new DataException(_file, "the packed content is damaged", "Download it again.", _position, e);
        }
        catch (IOException e)
        {
            throw RegularFile.Unreadable(_file, e);
        }
    }

    private void CheckEnd()
    {
        if (_packed.Position != _packed.Length)
            throw new DataException(_file,
                $"the gzip content ends {_packed.Length - _packed.Position:N0} bytes before its trailer: something was appended",
                "Download it again.", _position);
        if ((uint)_position != (uint)Length)
            throw new DataException(_file, $"expected {Length:N0} bytes by the gzip trailer, got {_position:N0}: "
                + "the file is cut short or something was appended",
                "Download it again.", _position);
        if (_crc.Value != _expectedCrc)
            throw new DataException(_file,
                $"the content has CRC {_crc.Value:x8}, the gzip trailer says {_expectedCrc:x8}: the file is damaged", "Download it again.",
                _position);
    }
}

/// <summary>The header of a gzip member (RFC 1952, 2.3): ten fixed bytes, then what its flags announce.</summary>
internal static class GzipHeader
{
    private const int Extra = 4, Name = 8, Comment = 16, HeaderCrc = 2, Reserved = 0xE0;

    /// <summary>Longest accepted name and comment.</summary>
    private const int LongestText = 64 * 1024;

    internal static void Skip(Stream stream, string file)
    {
        Span<byte> fixedPart = stackalloc byte[10];
        stream.ReadExactly(fixedPart);
        int flags = fixedPart[3];
        if (fixedPart[2] != 8 || (flags & Reserved) != 0)
            throw new DataException(file, $"expected gzip method 8 without unknown flags, got method {fixedPart[2]}, flags 0x{flags:X2}",
                "Pack it again with gzip.", 2);
        if ((flags & Extra) != 0)
            SkipBytes(stream, Next(stream, file) | (Next(stream, file) << 8), file);
        if ((flags & Name) != 0)
            SkipText(stream, file);
        if ((flags & Comment) != 0)
            SkipText(stream, file);
        if ((flags & HeaderCrc) != 0)
            SkipBytes(stream, 2, file);
    }

    private static void SkipText(Stream stream, string file)
    {
        for (int length = 0; Next(stream, file) != 0; length++)
            if (length > LongestText)
                throw new DataException(
                    file,
                    "expected a gzip header with a name or comment of at most 65,536 bytes, got a longer one",
                    "Download it again.",
                    stream.Position);
    }

    private static void SkipBytes(Stream stream, int count, string file)
    {
        for (int i = 0; i < count; i++)
            Next(stream, file);
    }

    private static int Next(Stream stream, string file)
    {
        int value = stream.ReadByte();
        return value >= 0 ? value : throw new DataException(file, "the gzip header is cut short", "Download it again.", stream.Position);
    }
}
