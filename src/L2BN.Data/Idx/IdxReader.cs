using System.Buffers.Binary;
using L2BN.Data.Files;

namespace L2BN.Data.Idx;

/// <summary>Reads IDX files of unsigned bytes, plain or gzip: two zero bytes, a type code, the rank, big-endian sizes, then exactly their
/// product in bytes.</summary>
/// <remarks>Source: the format's description on the MNIST page (LeCun, Cortes, Burges).</remarks>
internal static class IdxReader
{
    private const int UnsignedByte = 0x08;

    /// <summary>Highest ratio of Deflate; a header that claims more than the file can contain is refused before anything is
    /// allocated.</summary>
    private const long DeflateRatio = 1032;

    /// <param name="path">The file.</param>
    /// <param name="rank">The rank it must have: 1 for labels, 3 for images.</param>
    /// <param name="limit">Most bytes of content to accept; default 1 GiB.</param>
    internal static IdxArray Read(string path, int rank, long limit = 1L << 30) => Read(RegularFile.OpenRead(path), path, rank, limit);

    /// <summary>Reads from a seekable stream, which is disposed here; <paramref name="name"/> is for error messages.</summary>
    internal static IdxArray Read(Stream file, string name, int rank, long limit)
    {
        using Stream stream = Unpack(file, name);
        int[] dimensions = ReadDimensions(stream, name, rank);
        byte[] values = new byte[CheckedSize(stream, dimensions, name, limit)];
        Fill(stream, values, name);
        if (stream.ReadByte() >= 0)
            throw new DataException(name, "expected the end of the file after the array, got more bytes", "Give the original file.",
                stream.Position - 1);
        return new IdxArray(dimensions, values);
    }

    private static Stream Unpack(Stream file, string name)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Seek(0, SeekOrigin.Begin);
        return GzipReadStream.IsGzip(magic[..read]) ? new GzipReadStream(file, name) : file;
    }

    private static int[] ReadDimensions(Stream stream, string name, int rank)
    {
        byte[] magic = new byte[4];
        Fill(stream, magic, name);
        IdxMagic.Check(magic, rank, name, UnsignedByte);
        byte[] sizes = new byte[4 * rank];
        Fill(stream, sizes, name);
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++)
            dimensions[i] = ReadSize(sizes.AsSpan(4 * i), i, name);
        return dimensions;
    }

    private static int ReadSize(ReadOnlySpan<byte> bytes, int position, string name)
    {
        int size = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (size > 0)
            return size;
        throw new DataException(name, $"expected size {position + 1} of the array to be at least 1, got {size}",
            "The file is damaged or was written by another program.", 4 + 4 * position);
    }

    private static int CheckedSize(Stream stream, int[] dimensions, string name, long limit)
    {
        UInt128 product = dimensions.Aggregate(UInt128.One, (sum, size) => sum * (uint)size);
        string sizes = string.Join('×', dimensions);
        if (product > (UInt128)Math.Min(limit, Array.MaxLength))
            throw new DataException(name,
                $"expected at most {limit:N0} bytes, the header claims {sizes}{ByteOrderHint(dimensions)}",
                "The file is damaged.", 4);
        long expected = 4 + 4 * dimensions.Length + (long)product;
        if (stream.Length != expected)
            throw new DataException(name, $"the header claims {sizes} bytes and so a file of {expected:N0}, "
                + $"the content has {stream.Length:N0}{ByteOrderHint(dimensions)}",
                "The file is cut short, has something appended, or is damaged.", Math.Min(expected, stream.Length));
        if (stream is GzipReadStream packed && expected > DeflateRatio * packed.PackedLength + 1024)
            throw new DataException(name,
                $"the header claims {expected:N0} bytes, more than {packed.PackedLength:N0} packed bytes can contain",
                "The file is damaged.", 4);
        return (int)product;
    }

    private static string ByteOrderHint(int[] dimensions) =>
        dimensions.Any(size => size > 0xFFFFFF && BinaryPrimitives.ReverseEndianness(size) is > 0 and <= 0xFFFFFF)
            ? " (the sizes look little-endian; IDX is big-endian)" : "";

    private static void Fill(Stream stream, Span<byte> destination, string name)
    {
        long start = stream.Position;
        int read;
        try
        {
            read = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            throw RegularFile.Unreadable(name, e);
        }
        if (read < destination.Length)
            throw new DataException(name, $"expected {destination.Length:N0} more bytes, the file ends after {read:N0}",
                "The file is cut short.", start + read);
    }
}

/// <summary>The first four bytes of an IDX file: 0, 0, type code, rank.</summary>
internal static class IdxMagic
{
    internal static void Check(ReadOnlySpan<byte> magic, int rank, string file, int type)
    {
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataException(file, $"expected an IDX file, which starts with two zero bytes, got {magic[0]:x2} {magic[1]:x2}",
                "Give the original IDX file, plain or gzip.", 0);
        if (magic[2] != type)
            throw new DataException(file, $"expected IDX type 0x08 (unsigned byte), got 0x{magic[2]:X2} ({TypeName(magic[2])})",
                "Only images and labels of bytes are read.", 2);
        if (magic[3] != rank)
            throw new DataException(file, $"expected {Kind(rank)}, got {Kind(magic[3])}",
                magic[3] is 1 or 3 ? "The image and label files seem to be swapped." : null, 3);
    }

    private static string Kind(int rank) => rank switch
    {
        1 => "rank 1 (labels)",
        3 => "rank 3 (images)",
        _ => $"rank {rank}",
    };

    private static string TypeName(byte type) => type switch
    {
        0x08 => "unsigned byte",
        0x09 => "signed byte",
        0x0B => "int16",
        0x0C => "int32",
        0x0D => "float32",
        0x0E => "float64",
        _ => "not an IDX type",
    };
}

/// <summary>An array of unsigned bytes from an IDX file.</summary>
/// <param name="Dimensions">Sizes, outermost first, each at least 1.</param>
/// <param name="Values">The product of the sizes, row-major.</param>
internal sealed record IdxArray(int[] Dimensions, byte[] Values)
{
    internal int Count => Dimensions[0];
}
