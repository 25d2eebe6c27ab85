using System.Buffers.Binary;

namespace L2BN.Data;

/// <summary>The IHDR chunk of a PNG file (PNG specification, 11.2.2).</summary>
internal sealed record PngHeader(int Width, int Height, int BitDepth, int ColourType, bool Interlaced)
{
    internal const int Grey = 0, Truecolour = 2, Palette = 3, GreyAlpha = 4, TruecolourAlpha = 6;

    internal int BitsPerPixel => BitDepth * ColourType switch
    {
        Truecolour => 3,
        GreyAlpha => 2,
        TruecolourAlpha => 4,
        _ => 1,
    };

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    internal int RowBytes(int width) => (int)(((long)width * BitsPerPixel + 7) / 8);

    internal static PngHeader Parse(ImageSource source, int offset, int length)
    {
        if (length != 13) throw source.Refuse($"expected a PNG header of 13 bytes, got {length}", offset);
        var data = source.Bytes.AsSpan(offset, 13);
        ImageLimits.Check(source, BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]), offset);
        int depth = data[8], colour = data[9];
        if (!IsAllowed(colour, depth)) throw source.Refuse($"PNG has no colour type {colour} with {depth} bits", offset + 8);
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw source.Refuse($"expected PNG compression 0, filter 0 and interlace 0 or 1, got {data[10]}, {data[11]} and {data[12]}",
                offset + 10);
        return new PngHeader(BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]), depth, colour,
            data[12] == 1);
    }

    private static bool IsAllowed(int colour, int depth) => colour switch
    {
        Grey => depth is 1 or 2 or 4 or 8 or 16,
        Palette => depth is 1 or 2 or 4 or 8,
        Truecolour or GreyAlpha or TruecolourAlpha => depth is 8 or 16,
        _ => false,
    };
}
