namespace L2BN.Data.Images.Png;

/// <summary>Turns a row of PNG samples into RGB.</summary>
internal static class PngPixels
{
    /// <param name="source">For error messages.</param>
    /// <param name="chunks">Header and palette.</param>
    /// <param name="row">The row, filter undone.</param>
    /// <param name="width">Pixels in it.</param>
    /// <param name="target">Destination, from the first pixel.</param>
    /// <param name="step">Bytes from one pixel to the next in the target.</param>
    internal static void ToRgb(ImageSource source, PngChunks chunks, ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        PngHeader header = chunks.Header;
        if (header.ColorType == PngHeader.Palette)
            FromPalette(source, chunks, row, width, target, step);
        else if (header.BitDepth < 8)
            FromPackedGray(row, header.BitDepth, width, target, step);
        else
            FromBytes(header, row, width, target, step);
    }

    private static void FromPalette(ImageSource source, PngChunks chunks, ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        for (int x = 0; x < width; x++)
        {
            int index = 3 * Packed(row, chunks.Header.BitDepth, x);
            if (index >= chunks.Palette.Length)
                throw source.Refuse($"expected a palette index below {chunks.Palette.Length / 3}, got {index / 3}", 0);
            chunks.Palette.AsSpan(index, 3).CopyTo(target[(x * step)..]);
        }
    }

    private static void FromPackedGray(ReadOnlySpan<byte> row, int depth, int width, Span<byte> target, int step)
    {
        int scale = 255 / ((1 << depth) - 1);
        for (int x = 0; x < width; x++)
            target.Slice(x * step, 3).Fill((byte)(Packed(row, depth, x) * scale));
    }

    private static void FromBytes(PngHeader header, ReadOnlySpan<byte> row, int width, Span<byte> target, int step)
    {
        int sample = header.BitDepth / 8, pixel = header.BitsPerPixel / 8;
        int second = header.ColorType is PngHeader.Truecolor or PngHeader.TruecolorAlpha ? sample : 0;
        for (int x = 0; x < width; x++)
        {
            ReadOnlySpan<byte> from = row.Slice(x * pixel, pixel);
            Span<byte> to = target.Slice(x * step, 3);
            (to[0], to[1], to[2]) = (from[0], from[second], from[2 * second]);
        }
    }

    /// <summary>Sample x of a row that packs several into a byte, the leftmost in the highest bits.</summary>
    private static int Packed(ReadOnlySpan<byte> row, int depth, int x)
    {
        int bit = x * depth;
        return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
}
