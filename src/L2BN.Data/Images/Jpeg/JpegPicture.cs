namespace L2BN.Data.Images.Jpeg;

/// <summary>Puts the decoded components together: transform, upsampling, color.</summary>
internal static class JpegPicture
{
    internal static RgbImage Assemble(ImageSource source, JpegFrame frame, JpegColorSpace space)
    {
        JpegPlane[] planes = [.. frame.Components.Select(component => JpegPlane.Create(source, frame, component))];
        var image = RgbImage.Create(frame.Width, frame.Height);
        for (int y = 0; y < image.Height; y++)
            WriteRow(planes, space, y, image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3));
        return image;
    }

    private static void WriteRow(JpegPlane[] planes, JpegColorSpace space, int y, Span<byte> rgb)
    {
        ReadOnlySpan<byte> first = planes[0].Row(y);
        if (space == JpegColorSpace.Gray)
            Interleave(first, first, first, rgb);
        else if (space is JpegColorSpace.YCbCr or JpegColorSpace.Ycck)
            JpegColor.YCbCrToRgb(first, planes[1].Row(y), planes[2].Row(y),
            rgb);
        else
            Interleave(first, planes[1].Row(y), planes[2].Row(y), rgb);
        if (space == JpegColorSpace.Ycck)
            Invert(rgb);
        if (space is JpegColorSpace.Ycck or JpegColorSpace.Cmyk)
            JpegColor.MultiplyByBlack(rgb, planes[3].Row(y));
    }

    private static void Interleave(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0; x < rgb.Length / 3; x++)
            (rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]) = (red[x], green[x], blue[x]);
    }

    private static void Invert(Span<byte> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (byte)(255 - values[i]);
    }
}
