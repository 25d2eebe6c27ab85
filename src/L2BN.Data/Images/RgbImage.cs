namespace L2BN.Data;

/// <summary>A decoded image: rows of red, green, blue bytes.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Pixels">Height × Width × 3 bytes.</param>
internal sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    internal static RgbImage Create(int width, int height) => new(width, height, new byte[checked(width * height * 3)]);
}
