namespace L2BN.Data;

/// <summary>Turns a sample about its middle by an angle drawn evenly from ±<c>degrees</c>; corners that turn in are zero (black).
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
        Turn(sample, shape, random.NextDouble(-Degrees, Degrees));

    /// <summary>The name in configurations.</summary>
    public override string ToString() => $"rotate({Degrees})";

    /// <summary>Turns by an angle, in degrees, against the clock.</summary>
    internal static void Turn(Span<float> sample, SampleShape shape, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        double x = (shape.Width - 1) / 2.0, y = (shape.Height - 1) / 2.0;
        Bilinear.Warp(sample, shape,
            new PixelMap((float)cos, (float)-sin, (float)(x - cos * x + sin * y), (float)sin, (float)cos, (float)(y - sin * x - cos * y)),
            clamp: false);
    }
}
