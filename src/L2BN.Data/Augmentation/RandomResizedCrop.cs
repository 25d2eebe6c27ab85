namespace L2BN.Data;

/// <summary>Cuts out a part of random area and proportion and stretches it to the whole size; bilinear. As torchvision's, on the sample as
/// it was opened.</summary>
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
        var (x, y, width, height) = Choose(shape, ref random);
        float scaleX = (float)width / shape.Width, scaleY = (float)height / shape.Height;
        Bilinear.Warp(sample, shape, new PixelMap(scaleX, 0, x + scaleX / 2 - 0.5f, 0, scaleY, y + scaleY / 2 - 0.5f), clamp: true);
    }

    /// <summary>The name in configurations.</summary>
    public override string ToString() => $"resized-crop({Smallest})";

    /// <summary>Tries ten times for a part that fits; then takes the largest one in the middle.</summary>
    internal (int X, int Y, int Width, int Height) Choose(SampleShape shape, ref SampleRandom random)
    {
        for (int i = 0; i < Tries; i++)
        {
            double area = shape.PlaneSize * random.NextDouble(Smallest, 1);
            double ratio = Math.Exp(random.NextDouble(Math.Log(Narrowest), Math.Log(Widest)));
            int width = (int)Math.Round(Math.Sqrt(area * ratio)), height = (int)Math.Round(Math.Sqrt(area / ratio));
            if (width < 1 || height < 1 || width > shape.Width || height > shape.Height) continue;
            return (random.NextInt(shape.Width - width + 1), random.NextInt(shape.Height - height + 1), width, height);
        }
        int side = (int)Math.Round(Math.Min(shape.Width, shape.Height * Widest)),
            other = (int)Math.Round(Math.Min(shape.Height, shape.Width / Narrowest));
        return ((shape.Width - side) / 2, (shape.Height - other) / 2, side, other);
    }
}
