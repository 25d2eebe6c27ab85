namespace L2BN.Data;

/// <summary>Decodes PNG and JPEG, told apart by their first bytes and not by their name. Orientation tags, alpha and colour profiles are
/// not applied.</summary>
internal static class ImageDecoder
{
    internal static RgbImage Decode(string path) => Decode(new ImageSource(path, RegularFile.ReadAllBytes(path, ImageLimits.FileBytes)));

    internal static RgbImage Decode(ImageSource source)
    {
        try
        {
            if (PngReader.IsPng(source.Bytes)) return PngReader.Read(source);
            if (JpegReader.IsJpeg(source.Bytes)) return JpegReader.Read(source);
        }
        catch (OutOfMemoryException e)
        {
            throw new DataException(source.File, "there is not enough memory to decode this image", "Make the image smaller.", inner: e);
        }
        throw new DataException(source.File, $"expected a PNG or JPEG image, came {FileKind.Guess(source.Bytes)}",
            "Convert it to PNG or JPEG, or take it out of the folder.", 0);
    }

    /// <summary>Width and height from the header alone.</summary>
    internal static (int Width, int Height) ReadSize(string path)
    {
        var source = new ImageSource(path, RegularFile.ReadAllBytes(path, ImageLimits.FileBytes));
        if (PngReader.IsPng(source.Bytes)) return PngReader.ReadSize(source);
        if (JpegReader.IsJpeg(source.Bytes)) return JpegReader.ReadSize(source);
        throw new DataException(source.File, $"expected a PNG or JPEG image, came {FileKind.Guess(source.Bytes)}",
            "Convert it to PNG or JPEG, or take it out of the folder.", 0);
    }
}
