using L2BN.Data.Batches;

namespace L2BN.Data.Shifts;

/// <summary>Noise on images, with the constants of CIFAR-10-C (Hendrycks and Dietterich 2019).</summary>
internal static class NoiseShifts
{
    private static readonly double[] s_gaussian = [0.04, 0.06, 0.08, 0.09, 0.10];
    private static readonly double[] s_shot = [500, 250, 100, 75, 50];
    private static readonly double[] s_impulse = [0.01, 0.02, 0.03, 0.05, 0.07];

    internal static IReadOnlyList<ImageShift> All { get; } =
    [
        new("noise", "Gaussian noise of standard deviation 0.04, 0.06, 0.08, 0.09, 0.10.", AddGaussian),
        new("shot-noise", "Poisson noise of 500, 250, 100, 75, 50 photons at full intensity.", AddShot),
        new("impulse-noise", "A share of 0.01, 0.02, 0.03, 0.05, 0.07 of all values becomes 0 or 1.", AddImpulses),
    ];

    private static void AddGaussian(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += (float)(s_gaussian[severity - 1] * random.NextNormal());
    }

    private static void AddShot(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        double photons = s_shot[severity - 1];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (float)(NextPoisson(pixels[i] * photons, ref random) / photons);
    }

    private static void AddImpulses(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            if (random.NextBool(s_impulse[severity - 1]))
                pixels[i] = random.NextBool() ? 1 : 0;
        }
    }

    // Knuth's product of uniform numbers: exact, and e^−500 is far from the smallest double.
    private static int NextPoisson(double mean, ref SampleRandom random)
    {
        double limit = Math.Exp(-mean), product = random.NextDouble();
        int count = 0;
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}
