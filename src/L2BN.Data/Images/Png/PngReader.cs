using System.IO.Compression;

namespace L2BN.Data.Images.Png;

/// <summary>Reads PNG images of every kind as RGB: gray is repeated, of 16 bits the upper 8 are used, alpha is dropped.</summary>
/// <remarks>Source: Portable Network Graphics (PNG) Specification, third edition. No more is inflated than the header
/// claims.</remarks>
internal static class PngReader
{
    /// <summary>First column, first row, column step and row step of Adam7's passes.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int StepX, int StepY)[] s_whole = [(0, 0, 1, 1)];

    /// <summary>Highest ratio of Deflate.</summary>
    private const long DeflateRatio = 1032;

    internal static bool IsPng(ReadOnlySpan<byte> bytes) => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..];

    internal static (int Width, int Height) ReadSize(ImageSource source)
    {
        (string type, int offset, int length) = PngChunks.ReadChunk(source, PngChunks.SignatureLength);
        if (type is not "IHDR")
            throw source.Refuse($"expected an IHDR chunk at the start, got {type}", PngChunks.SignatureLength);
        var header = PngHeader.Parse(source, offset, length);
        return (header.Width, header.Height);
    }

    internal static RgbImage Read(ImageSource source)
    {
        var chunks = PngChunks.Parse(source);
        CheckPlausible(source, chunks);
        var image = RgbImage.Create(chunks.Header.Width, chunks.Header.Height);
        using var pixels = new ZLibStream(new MemoryStream(chunks.PackedPixels), CompressionMode.Decompress);
        try
        {
            foreach ((int X, int Y, int StepX, int StepY) pass in chunks.Header.Interlaced ? s_adam7 : s_whole)
                ReadPass(source, chunks, pixels, pass, image);
            if (pixels.ReadByte() >= 0)
                throw source.Refuse("the pixels inflate to more than the header claims", source.Length);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw source.Refuse("the packed pixels are damaged", 0, inner: e);
        }
        return image;
    }

    private static void CheckPlausible(ImageSource source, PngChunks chunks)
    {
        long claimed = (long)chunks.Header.RowBytes(chunks.Header.Width) * chunks.Header.Height;
        if (claimed > DeflateRatio * chunks.PackedPixels.Length + 1024)
            throw source.Refuse($"the header claims {claimed:N0} bytes of pixels, "
                + $"more than {chunks.PackedPixels.Length:N0} packed bytes can contain", 0);
    }

    private static void ReadPass(ImageSource source, PngChunks chunks, ZLibStream pixels, (int X, int Y, int StepX, int StepY) pass,
        RgbImage image)
    {
        int width = (image.Width - pass.X + pass.StepX - 1) / pass.StepX, height = (image.Height - pass.Y + pass.StepY - 1) / pass.StepY;
        if (width <= 0 || height <= 0)
            return;
        byte[] row = new byte[1 + chunks.Header.RowBytes(width)], above = new byte[row.Length];
        for (int y = 0; y < height; y++)
        {
            if (pixels.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                throw source.Refuse("the pixels end before the last row", source.Length, "The file is cut short or damaged.");
            PngFilter.Undo(source, row, above, Math.Max(1, chunks.Header.BitsPerPixel / 8));
            Span<byte> target = image.Pixels.AsSpan((pass.Y + y * pass.StepY) * image.Width * 3);
            PngPixels.ToRgb(source, chunks, row.AsSpan(1), width, target[(pass.X * 3)..], pass.StepX * 3);
            (row, above) = (above, row);
        }
    }
}
