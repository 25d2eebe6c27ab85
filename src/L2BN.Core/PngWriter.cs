using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace L2BN.Core;

/// <summary>Writes images as PNG, eight bits per channel.</summary>
/// <remarks>Source: Portable Network Graphics (PNG) Specification, third edition. Rows are stored without a filter.</remarks>
public static class PngWriter
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>A whole file with 256 grays.</summary>
    /// <param name="pixels">Width × height values, row after row from the top; 0 is black, 255 white.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of values, or an empty image.</exception>
    public static byte[] EncodeGray(ReadOnlySpan<byte> pixels, int width, int height) =>
        Encode(pixels, width, height, channels: 1, colorType: 0);

    /// <summary>A whole file with colors and transparency.</summary>
    /// <param name="pixels">Width × height × 4 values, row after row from the top: red, green, blue, and 0 (transparent) to 255
    /// (opaque).</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of values, or an empty image.</exception>
    public static byte[] EncodeRgba(ReadOnlySpan<byte> pixels, int width, int height) =>
        Encode(pixels, width, height, channels: 4, colorType: 6);

    private static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels, byte colorType)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"Expected {width}×{height}×{channels} values, got {pixels.Length}.", nameof(pixels));
        using MemoryStream file = new();
        file.Write(Signature);
        WriteChunk(file, "IHDR", Header(width, height, colorType));
        WriteChunk(file, "IDAT", Deflate(pixels, width * channels));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    // Eight bits per channel, deflate, the five filters, not interlaced.
    private static byte[] Header(int width, int height, byte colorType)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colorType);
        return header;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> pixels, int rowLength)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (; pixels.Length > 0; pixels = pixels[rowLength..])
            {
                zlib.WriteByte(0);
                zlib.Write(pixels[..rowLength]);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Compute(body));
        file.Write(number);
    }
}
