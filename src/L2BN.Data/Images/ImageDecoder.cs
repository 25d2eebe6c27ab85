using L2BN.Data.Files;
using L2BN.Data.Images.Jpeg;
using L2BN.Data.Images.Png;
using L2BN.Data.Images.Pnm;

namespace L2BN.Data.Images;

/// <summary>One image format and its reader.</summary>
/// <param name="Recognizes">Whether a file that starts with these bytes (the first 64, or more) is of this format.</param>
/// <param name="ReadSize">Width and height from the header alone; throws <see cref="DataException"/>.</param>
/// <param name="Decode">The whole image; throws <see cref="DataException"/>.</param>
internal sealed record ImageFormat(
    Func<ReadOnlySpan<byte>, bool> Recognizes,
    Func<ImageSource, (int Width, int Height)> ReadSize,
    Func<ImageSource, RgbImage> Decode);

/// <summary>Decodes image files by content, whatever their names. Orientation tags, alpha and color profiles are not applied.</summary>
/// <remarks>A new format is a reader and a row in <see cref="s_formats"/>.</remarks>
internal static class ImageDecoder
{
    /// <summary>The formats that are read, for messages.</summary>
    internal const string FormatNames = "PNG, JPEG, PPM or PGM";

    private static readonly ImageFormat[] s_formats =
    [
        new(PngReader.IsPng, PngReader.ReadSize, PngReader.Read),
        new(JpegReader.IsJpeg, JpegReader.ReadSize, JpegReader.Read),
        new(PnmReader.IsPnm, PnmReader.ReadSize, PnmReader.Read),
    ];

    /// <summary>Whether a file that starts with these bytes (the first 64, or more) is of a format that is read.</summary>
    internal static bool Recognizes(ReadOnlySpan<byte> start) => Find(start) is not null;

    internal static RgbImage Decode(string path) => Decode(Open(path));

    internal static RgbImage Decode(ImageSource source)
    {
        try
        {
            return Find(source).Decode(source);
        }
        catch (OutOfMemoryException e)
        {
            throw new DataException(source.File, "there is not enough memory to decode this image", "Make the image smaller.", inner: e);
        }
    }

    internal static (int Width, int Height) ReadSize(string path)
    {
        ImageSource source = Open(path);
        return Find(source).ReadSize(source);
    }

    private static ImageSource Open(string path) => new(path, RegularFile.ReadAllBytes(path, ImageLimits.FileBytes));

    private static ImageFormat? Find(ReadOnlySpan<byte> start)
    {
        foreach (ImageFormat format in s_formats)
        {
            if (format.Recognizes(start))
                return format;
        }
        return null;
    }

    private static ImageFormat Find(ImageSource source) => Find(source.Bytes)
        ?? throw new DataException(source.File, $"expected a {FormatNames} image, got {FileKind.Describe(source.Bytes)}",
            "Convert it to PNG, or remove it from the folder.", 0);
}
