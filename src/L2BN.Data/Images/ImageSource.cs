namespace L2BN.Data.Images;

/// <summary>The bytes of an image file and its name for error messages.</summary>
internal sealed record ImageSource(string File, byte[] Bytes)
{
    internal int Length => Bytes.Length;

    internal DataException Refuse(string problem, long offset, string? remedy = "Replace the damaged file.",
        Exception? inner = null) =>
        new(File, problem, remedy, offset, inner);
}

/// <summary>Limits on image files. A header beyond them is refused before anything is decoded.</summary>
internal static class ImageLimits
{
    /// <summary>Pixels per image: a quarter of a gigabyte of RGB, the limit that Pillow warns at.</summary>
    internal const int Pixels = 89_478_485;

    /// <summary>Pixels per side: JPEG's own limit, for PNG too.</summary>
    internal const int Side = 65_535;

    /// <summary>Bytes per file.</summary>
    internal const long FileBytes = 128L << 20;

    /// <summary>Scans in a progressive JPEG; encoders write about ten, and each costs a pass over the image.</summary>
    internal const int Scans = 100;

    internal static void Check(ImageSource source, long width, long height, long offset)
    {
        if (width is < 1 or > Side || height is < 1 or > Side)
            throw source.Refuse($"expected from 1 to {Side:N0} pixels per side, the header says {width:N0}×{height:N0}", offset);
        if (width * height > Pixels)
            throw source.Refuse($"expected at most {Pixels:N0} pixels, the header says {width:N0}×{height:N0}", offset,
                "Make the image smaller.");
    }
}

/// <summary>A decoded image: rows of red, green, blue bytes.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Height × Width × 3 bytes.</param>
internal sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    internal static RgbImage Create(int width, int height) => new(width, height, new byte[checked(width * height * 3)]);
}
