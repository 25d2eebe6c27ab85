namespace L2BN.Data.Batches;

/// <summary>The symmetric Beta distribution, from which mixup draws its weights.</summary>
internal static class BetaDistribution
{
    /// <summary>Draws from Beta(α, α) as the share of one of two Gamma variables, in logarithms so that a small α does not
    /// underflow.</summary>
    internal static double Next(double alpha, ref SampleRandom random)
    {
        double first = NextLogGamma(alpha, ref random), second = NextLogGamma(alpha, ref random);
        return 1 / (1 + Math.Exp(second - first));
    }

    /// <summary>The logarithm of a Gamma(α) variable: Marsaglia and Tsang 2000 at α + 1, times a power of a uniform variable.</summary>
    private static double NextLogGamma(double alpha, ref SampleRandom random)
    {
        double d = alpha + 1 - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(ref random), v = 1 + c * x;
            if (v <= 0)
                continue;
            double cube = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < x * x / 2 + d * (1 - cube + Math.Log(cube)))
                return Math.Log(d * cube) + Math.Log(1 - random.NextDouble()) / alpha;
        }
    }

    /// <summary>Box and Muller 1958.</summary>
    private static double NextNormal(ref SampleRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
