namespace L2BN.Analysis.Statistics;

/// <summary>Student's t distribution: tail probability and quantile, to about 1e-12 relative.</summary>
internal static class StudentT
{
    private const double RootPi = 1.7724538509055160;

    /// <summary>P(T &gt; t) with the given degrees of freedom (&gt; 0).</summary>
    public static double UpperTail(double t, double degrees)
    {
        if (double.IsInfinity(t))
            return t > 0 ? 0 : 1;
        return t < 0 ? 1 - PositiveTail(-t, degrees) : PositiveTail(t, degrees);
    }

    /// <summary>t with P(T ≤ t) = p, for 0 &lt; p &lt; 1.</summary>
    public static double Quantile(double p, double degrees)
    {
        if (!(p > 0 && p < 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"Expected a probability strictly between 0 and 1, got {p}.");
        if (!(degrees > 0))
            throw new ArgumentOutOfRangeException(nameof(degrees), degrees, $"Expected degrees of freedom above 0, got {degrees}.");
        return p < 0.5 ? -UpperQuantile(p, degrees) : p > 0.5 ? UpperQuantile(1 - p, degrees) : 0;
    }

    // Newton's method on the logarithm of the tail, kept inside a bracket that bisection narrows.
    private static double UpperQuantile(double tail, double degrees)
    {
        double low = 0, high = 1;
        while (PositiveTail(high, degrees) > tail)
            (low, high) = (high, high * 2);
        double t = (low + high) / 2;
        for (int step = 0; step < 200; step++)
        {
            double found = PositiveTail(t, degrees);
            (low, high) = found > tail ? (t, high) : (low, t);
            double next = t + (found * Math.Log(found / tail) / Density(t, degrees));
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-15 * t)
                return next;
            t = next;
        }
        return t;
    }

    // ½ I_x(ν/2, ½) at x = ν/(ν+t²); the complement is used where the continued fraction converges faster.
    private static double PositiveTail(double t, double degrees)
    {
        double a = degrees / 2;
        double ratio = t * t / degrees;
        double x = 1 / (1 + ratio);
        double y = ratio / (1 + ratio);
        double front = Math.Exp(-a * LogOnePlus(ratio)) * Math.Sqrt(y) * GammaRatio(a) / RootPi;
        return x < (a + 1) / (a + 2.5)
            ? 0.5 * front * BetaFraction(a, 0.5, x) / a
            : 0.5 - (front * BetaFraction(0.5, a, y));
    }

    private static double Density(double t, double degrees) =>
        GammaRatio(degrees / 2) / (RootPi * Math.Sqrt(degrees)) * Math.Exp(-(degrees + 1) / 2 * LogOnePlus(t * t / degrees));

    // Γ(a + ½)/Γ(a): carried up to a ≥ 20 by the recurrence, then the asymptotic series (DLMF 5.11.13).
    private static double GammaRatio(double a)
    {
        double carried = 1.0;
        for (; a < 20; a++)
            carried *= a / (a + 0.5);
        double r = 1 / (a * a);
        double exponent = -(1.0 / 8) + (r * ((1.0 / 192) - (r * ((1.0 / 640) - (r * ((17.0 / 14336) - (r * 31.0 / 18432)))))));
        return carried * Math.Sqrt(a) * Math.Exp(exponent / a);
    }

    // The continued fraction of the incomplete beta function (DLMF 8.17.22) by Lentz's method.
    private static double BetaFraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1)), tiny), value = d;
        for (int m = 1; m < 10_000; m++)
        {
            double even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d), tiny);
            c = NotZero(1 + (even / c), tiny);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d), tiny);
            c = NotZero(1 + (odd / c), tiny);
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16)
                break;
        }
        return value;
    }

    private static double NotZero(double value, double tiny) => Math.Abs(value) < tiny ? tiny : value;

    // double.LogP1 rounds 1 + x first; this form keeps the digits of a small x.
    private static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? Math.Log(x) : Math.Log(u) * (x / (u - 1));
    }
}
