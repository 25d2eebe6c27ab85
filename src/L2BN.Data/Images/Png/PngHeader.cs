using System.Buffers.Binary;

namespace L2BN.Data.Images.Png;

/// <summary>The IHDR chunk of a PNG file (PNG specification, 11.2.2).</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColorType, bool Interlaced)
{
    internal const int Gray = 0, Truecolor = 2, Palette = 3, GrayAlpha = 4, TruecolorAlpha = 6;

    internal int BitsPerPixel => BitDepth * ColorType switch
    {
        Truecolor => 3,
        GrayAlpha => 2,
        TruecolorAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    internal int RowBytes(int width) => (int)(((long)width * BitsPerPixel + 7) / 8);

    internal static PngHeader Parse(ImageSource source, int offset, int length)
    {
        if (length != 13)
            throw source.Refuse($"expected a PNG header of 13 bytes, got {length}", offset);
        Span<byte> data = source.Bytes.AsSpan(offset, 13);
        ImageLimits.Check(source, BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), offset);
        int depth = data[8], color = data[9];
        if (!IsAllowed(color, depth))
            throw source.Refuse($"PNG has no color type {color} with {depth} bits", offset + 8);
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw source.Refuse($"expected PNG compression 0, filter 0 and interlace 0 or 1, got {data[10]}, {data[11]} and {data[12]}",
                offset + 10);
        return new PngHeader(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), depth, color,
            data[12] == 1);
    }

    private static bool IsAllowed(int color, int depth) => color switch
    {
        Gray => depth is 1 or 2 or 4 or 8 or 16,
        Palette => depth is 1 or 2 or 4 or 8,
        Truecolor or GrayAlpha or TruecolorAlpha => depth is 8 or 16,
        _ => false,
    };
}
