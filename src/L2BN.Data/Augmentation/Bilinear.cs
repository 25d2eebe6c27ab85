using System.Buffers;

namespace L2BN.Data;

/// <summary>From a point of the result to a point of the original, in pixels; pixel centres lie at whole numbers.</summary>
internal readonly record struct PixelMap(float XX, float XY, float X0, float YX, float YY, float Y0);

/// <summary>Moves the pixels of a sample in place along an affine map, interpolating between the four nearest.</summary>
internal static class Bilinear
{
    /// <param name="sample">Channels × rows × columns.</param>
    /// <param name="shape">Their numbers.</param>
    /// <param name="map">Where each pixel comes from.</param>
    /// <param name="clamp">True to repeat the edge beyond the original, false to see black (zero) there.</param>
    internal static void Warp(Span<float> sample, SampleShape shape, PixelMap map, bool clamp)
    {
        float[] copy = ArrayPool<float>.Shared.Rent(shape.PlaneSize);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            var plane = sample.Slice(channel * shape.PlaneSize, shape.PlaneSize);
            plane.CopyTo(copy);
            WarpPlane(copy, plane, shape, map, clamp);
        }
        ArrayPool<float>.Shared.Return(copy);
    }

    private static void WarpPlane(float[] source, Span<float> target, SampleShape shape, PixelMap map, bool clamp)
    {
        for (int y = 0; y < shape.Height; y++)
            for (int x = 0; x < shape.Width; x++)
                target[y * shape.Width + x] = Read(source, shape, map.XX * x + map.XY * y + map.X0, map.YX * x + map.YY * y + map.Y0,
                    clamp);
    }

    private static float Read(float[] source, SampleShape shape, float x, float y, bool clamp)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float right = x - left, down = y - top;
        float above = Mix(Pixel(source, shape, left, top, clamp), Pixel(source, shape, left + 1, top, clamp), right);
        float below = Mix(Pixel(source, shape, left, top + 1, clamp), Pixel(source, shape, left + 1, top + 1, clamp), right);
        return Mix(above, below, down);
    }

    private static float Mix(float a, float b, float share) => a + (b - a) * share;

    private static float Pixel(float[] source, SampleShape shape, int x, int y, bool clamp)
    {
        if (clamp) (x, y) = (Math.Clamp(x, 0, shape.Width - 1), Math.Clamp(y, 0, shape.Height - 1));
        return (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height ? source[y * shape.Width + x] : 0;
    }
}
