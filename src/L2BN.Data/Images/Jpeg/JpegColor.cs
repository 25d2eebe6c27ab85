namespace L2BN.Data.Images.Jpeg;

/// <summary>What the components of a JPEG mean.</summary>
internal enum JpegColorSpace
{
    /// <summary>One component.</summary>
    Gray,

    /// <summary>Three components, red, green, blue.</summary>
    Rgb,

    /// <summary>Three components, brightness and two differences.</summary>
    YCbCr,

    /// <summary>Four inks, stored inverted as all programs that write them do.</summary>
    Cmyk,

    /// <summary>Four components: inks one to three as brightness and differences, then black.</summary>
    Ycck,
}

/// <summary>Finds out what the components mean, and turns them into RGB with the integers of libjpeg.</summary>
internal static class JpegColor
{
    internal static JpegColorSpace Of(JpegFrame frame, bool jfif, int? adobeTransform) => frame.Components.Length switch
    {
        1 => JpegColorSpace.Gray,
        4 => adobeTransform == 2 ? JpegColorSpace.Ycck : JpegColorSpace.Cmyk,
        _ when jfif => JpegColorSpace.YCbCr,
        _ when adobeTransform is { } transform => transform == 0 ? JpegColorSpace.Rgb : JpegColorSpace.YCbCr,
        _ => frame.Components[0].Id == 'R' && frame.Components[1].Id == 'G' && frame.Components[2].Id == 'B' ? JpegColorSpace.Rgb
            : JpegColorSpace.YCbCr,
    };

    internal static void YCbCrToRgb(ReadOnlySpan<byte> y, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        const int half = 1 << 15;
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            int blue = cb[x] - 128, red = cr[x] - 128;
            rgb[3 * x] = Clamp(y[x] + ((91881 * red + half) >> 16));
            rgb[3 * x + 1] = Clamp(y[x] + ((-22554 * blue - 46802 * red + half) >> 16));
            rgb[3 * x + 2] = Clamp(y[x] + ((116130 * blue + half) >> 16));
        }
    }

    /// <summary>Each color times black, both stored as 255 minus ink.</summary>
    internal static void MultiplyByBlack(Span<byte> rgb, ReadOnlySpan<byte> black)
    {
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)((rgb[i] * black[i / 3] + 127) / 255);
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);
}
