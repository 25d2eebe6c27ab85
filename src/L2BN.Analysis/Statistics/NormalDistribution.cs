namespace L2BN.Analysis.Statistics;

/// <summary>The standard normal distribution to about 1e-14: distribution function and quantile.</summary>
internal static class NormalDistribution
{
    private const double TwoOverRootPi = 1.1283791670955126;
    private const double RootTwo = 1.4142135623730951;
    private const double RootTwoPi = 2.5066282746310002;

    /// <summary>P(Z ≤ x), with small relative error in the lower tail.</summary>
    public static double Cdf(double x) => x < 0 ? 0.5 * ErfcOfPositive(-x / RootTwo) : 1 - (0.5 * ErfcOfPositive(x / RootTwo));

    /// <summary>x with P(Z ≤ x) = p, for 0 &lt; p &lt; 1.</summary>
    public static double Quantile(double p)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"Expected a probability strictly between 0 and 1, got {p}.");
        return p < 0.5 ? -UpperQuantile(p) : p > 0.5 ? UpperQuantile(1 - p) : 0;
    }

    // Abramowitz and Stegun 26.2.23 is good to 4.5e-4; each Halley step then triples the digits.
    private static double UpperQuantile(double tail)
    {
        double t = Math.Sqrt(-2 * Math.Log(tail));
        double x = t - ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (int step = 0; step < 3; step++)
        {
            double u = (tail - Cdf(-x)) * RootTwoPi * Math.Exp(x * x / 2);
            x -= u / (1 + (x * u / 2));
        }
        return x;
    }

    private static double ErfcOfPositive(double x) => x < 2 ? 1 - ErfBySeries(x) : ErfcByFraction(x);

    // erf(x) = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, every term positive.
    private static double ErfBySeries(double x)
    {
        double term = x, sum = x;
        for (int n = 1; term > 1e-17 * sum; n++)
            sum += term *= 2 * x * x / ((2 * n) + 1);
        return TwoOverRootPi * Math.Exp(-x * x) * sum;
    }

    // erfc(x) = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))), evaluated from the far end; 10 + 400/x² terms leave no error.
    private static double ErfcByFraction(double x)
    {
        double tail = x;
        for (int k = 10 + (int)(400 / (x * x)); k > 0; k--)
            tail = x + (k * 0.5 / tail);
        return TwoOverRootPi / 2 * Math.Exp(-x * x) / tail;
    }
}
