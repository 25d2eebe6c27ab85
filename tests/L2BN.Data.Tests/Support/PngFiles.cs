using System.IO.Compression;
using System.Text;
using L2BN.Data.Images;
using L2BN.Data.Images.Png;

namespace L2BN.Data.Tests.Support;

/// <summary>PNG files made for tests, right and wrong.</summary>
internal static class PngFiles
{
    internal static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10];

    internal static byte[] End => Chunk("IEND", []);

    internal static byte[] Header(uint width, uint height, byte depth = 8, byte color = 2, byte interlace = 0) =>
        Chunk("IHDR", [.. IdxFiles.BigEndian((int)width), .. IdxFiles.BigEndian((int)height), depth, color, 0, 0, interlace]);

    internal static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. IdxFiles.BigEndian(data.Length), .. body, .. IdxFiles.BigEndian((int)Crc32.Compute(body))];
    }

    internal static byte[] Pixels(ReadOnlySpan<byte> rows) => Chunk("IDAT", Deflate(rows));

    internal static byte[] File(params IEnumerable<byte[]> chunks) => [.. Signature, .. chunks.SelectMany(chunk => chunk)];

    internal static byte[] Deflate(ReadOnlySpan<byte> rows)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        return packed.ToArray();
    }

    /// <summary>A truecolor file of noise, every row with another filter.</summary>
    internal static byte[] Noise(int width, int height, byte depth = 8, byte color = 2)
    {
        var header = new PngHeader(width, height, depth, color, false);
        byte[] rows = IdxFiles.Noise((1 + header.RowBytes(width)) * height);
        for (int y = 0; y < height; y++)
            rows[y * (1 + header.RowBytes(width))] = (byte)(y % 5);
        byte[][] palette = color == PngHeader.Palette ? [Chunk("PLTE", IdxFiles.Noise(3 << depth))] : [];
        return File([Header((uint)width, (uint)height, depth, color), .. palette, Pixels(rows), End]);
    }

    /// <summary>The same picture as <see cref="Plain"/>, in the seven passes of Adam7.</summary>
    internal static byte[] Interlaced(byte[] rgb, int width, int height)
    {
        (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
            (0, 1, 1, 2)];
        var rows = new List<byte>();
        foreach ((int X, int Y, int StepX, int StepY) pass in passes)
            for (int y = pass.Y; y < height; y += pass.StepY)
            {
                if (pass.X < width)
                    rows.Add(0);
                for (int x = pass.X; x < width; x += pass.StepX)
                    rows.AddRange(rgb.AsSpan((y * width + x) * 3, 3));
            }
        return File(Header((uint)width, (uint)height, interlace: 1), Pixels(rows.ToArray()), End);
    }

    internal static byte[] Plain(byte[] rgb, int width, int height) =>
        File(Header((uint)width, (uint)height),
            Pixels([.. Enumerable.Range(0, height).SelectMany(y => (byte[])[0, .. rgb.AsSpan(y * width * 3, width * 3)])]), End);
}
