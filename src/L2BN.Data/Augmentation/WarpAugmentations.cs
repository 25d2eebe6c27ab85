using System.Buffers;
using System.Globalization;
using L2BN.Data.Batches;

namespace L2BN.Data.Augmentation;

/// <summary>Cuts out a part of random area and proportion and stretches it to the whole size; bilinear. As torchvision's, on the sample as
/// the data set returns it.</summary>
public sealed class RandomResizedCrop : IAugmentation
{
    private const int Tries = 10;
    private const double Narrowest = 3.0 / 4, Widest = 4.0 / 3;

    /// <param name="smallest">Smallest share of the area, above 0 and at most 1; the largest is 1. Default 0.08, ImageNet's.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smallest"/> is not in this range.</exception>
    public RandomResizedCrop(double smallest = 0.08)
    {
        if (!(smallest > 0 && smallest <= 1))
            throw new ArgumentOutOfRangeException(nameof(smallest), smallest, "Expected a share of the area above 0 and at most 1.");
        Smallest = smallest;
    }

    /// <summary>Smallest share of the area.</summary>
    public double Smallest { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random)
    {
        (int x, int y, int width, int height) = Choose(shape, ref random);
        float scaleX = (float)width / shape.Width, scaleY = (float)height / shape.Height;
        Bilinear.Warp(sample, shape, new PixelMap(scaleX, 0, x + scaleX / 2 - 0.5f, 0, scaleY, y + scaleY / 2 - 0.5f), clamp: true);
    }

    /// <summary>The name in configurations.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"resized-crop({Smallest})");

    /// <inheritdoc/>
    public override string ToString() => Identity;

    /// <summary>Tries ten times to draw a part that fits; then uses the largest central one.</summary>
    internal (int X, int Y, int Width, int Height) Choose(SampleShape shape, ref SampleRandom random)
    {
        for (int i = 0; i < Tries; i++)
        {
            double area = shape.PlaneSize * random.NextDouble(Smallest, 1);
            double ratio = Math.Exp(random.NextDouble(Math.Log(Narrowest), Math.Log(Widest)));
            int width = (int)Math.Round(Math.Sqrt(area * ratio)), height = (int)Math.Round(Math.Sqrt(area / ratio));
            if (width < 1 || height < 1 || width > shape.Width || height > shape.Height)
                continue;
            return (random.NextInt(shape.Width - width + 1), random.NextInt(shape.Height - height + 1), width, height);
        }
        int side = (int)Math.Round(Math.Min(shape.Width, shape.Height * Widest)),
            other = (int)Math.Round(Math.Min(shape.Height, shape.Width / Narrowest));
        return ((shape.Width - side) / 2, (shape.Height - other) / 2, side, other);
    }
}

/// <summary>Rotates a sample about its center by an angle drawn uniformly from ±<c>degrees</c>; corners without a source are zero (black).
/// Bilinear.</summary>
public sealed class RandomRotation : IAugmentation
{
    /// <param name="degrees">Largest angle each way, above 0 and at most 180; 15 is customary for CIFAR.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degrees"/> is not in this range.</exception>
    public RandomRotation(double degrees)
    {
        if (!(degrees > 0 && degrees <= 180))
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Expected an angle above 0 and at most 180 degrees.");
        Degrees = degrees;
    }

    /// <summary>Largest angle each way.</summary>
    public double Degrees { get; }

    /// <inheritdoc/>
    public void Apply(Span<float> sample, SampleShape shape, ref SampleRandom random) =>
        Rotate(sample, shape, random.NextDouble(-Degrees, Degrees));

    /// <summary>The name in configurations.</summary>
    public string Identity => string.Create(CultureInfo.InvariantCulture, $"rotate({Degrees})");

    /// <inheritdoc/>
    public override string ToString() => Identity;

    /// <summary>Rotates by an angle, in degrees, counterclockwise.</summary>
    internal static void Rotate(Span<float> sample, SampleShape shape, double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        double x = (shape.Width - 1) / 2.0, y = (shape.Height - 1) / 2.0;
        Bilinear.Warp(sample, shape,
            new PixelMap((float)cos, (float)-sin, (float)(x - cos * x + sin * y), (float)sin, (float)cos, (float)(y - sin * x - cos * y)),
            clamp: false);
    }
}

/// <summary>From a point of the result to a point of the original, in pixels; pixel centers lie at whole numbers.</summary>
internal readonly record struct PixelMap(float XX, float XY, float X0, float YX, float YY, float Y0);

/// <summary>Moves the pixels of a sample in place along an affine map, interpolating between the four nearest.</summary>
internal static class Bilinear
{
    /// <param name="sample">Channels × rows × columns.</param>
    /// <param name="shape">Their numbers.</param>
    /// <param name="map">Where each pixel comes from.</param>
    /// <param name="clamp">True to repeat the edge beyond the original, false to read zero (black) there.</param>
    internal static void Warp(Span<float> sample, SampleShape shape, PixelMap map, bool clamp)
    {
        float[] copy = ArrayPool<float>.Shared.Rent(shape.PlaneSize);
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            Span<float> plane = sample.Slice(channel * shape.PlaneSize, shape.PlaneSize);
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
        if (clamp)
            (x, y) = (Math.Clamp(x, 0, shape.Width - 1), Math.Clamp(y, 0, shape.Height - 1));
        return (uint)x < (uint)shape.Width && (uint)y < (uint)shape.Height ? source[y * shape.Width + x] : 0;
    }
}
