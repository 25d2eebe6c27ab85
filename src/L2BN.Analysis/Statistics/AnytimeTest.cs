namespace L2BN.Analysis.Statistics;

/// <summary>
/// A test of the mean difference that holds at every number of pairs at once, however that number is chosen: a product of bets on the sign
/// of each difference, which cannot be expected to grow where both signs are equally likely (Ville's inequality).
/// </summary>
/// <remarks>
/// With s = √(mean of the squares so far) and M± = the mean over θ of Π(1 ± tanh(θ·d/s)), the evidence is (M⁺ + M⁻)/2. It exceeds 1/α at
/// any time with probability at most α. Logarithms of it are kept: products of many pairs overflow.
/// </remarks>
internal readonly record struct AnytimeTest
{
    private static readonly double[] s_stakes = [0.25, 0.5, 1, 2, 4];

    /// <summary>Logarithm of the largest M⁺ so far: evidence that the mean is positive.</summary>
    public double Positive { get; private init; }

    /// <summary>Logarithm of the largest M⁻ so far: evidence that the mean is negative.</summary>
    public double Negative { get; private init; }

    /// <summary>Logarithm of the largest (M⁺ + M⁻)/2 so far.</summary>
    public double Either { get; private init; }

    /// <summary>p of a non-zero mean.</summary>
    public double P => Math.Min(1, Math.Exp(-Either));

    /// <summary>The evidence of differences in their order, each minus <paramref name="shift"/>.</summary>
    public static AnytimeTest Compute(ReadOnlySpan<double> differences, double shift = 0)
    {
        Span<double> plus = stackalloc double[s_stakes.Length], minus = stackalloc double[s_stakes.Length];
        var largest = default(AnytimeTest);
        double squares = 0;
        for (int i = 0; i < differences.Length; i++)
        {
            double value = differences[i] - shift;
            squares += value * value;
            double relative = squares > 0 ? value / Math.Sqrt(squares / (i + 1)) : 0;
            for (int k = 0; k < s_stakes.Length; k++)
            {
                plus[k] += LogOnePlusTanh(s_stakes[k] * relative);
                minus[k] += LogOnePlusTanh(-s_stakes[k] * relative);
            }

            largest = largest.With(LogMean(plus), LogMean(minus));
        }

        return largest;
    }

    /// <summary>The fewest pairs whose evidence can reach 1/<paramref name="alpha"/>: those of one size and one sign.</summary>
    public static int FewestPairs(double alpha)
    {
        double[] equal = new double[1 + (int)Math.Ceiling(Math.Log2(1 / alpha) + 8)];
        Array.Fill(equal, 1);
        return Enumerable.Range(1, equal.Length).First(count => Compute(equal.AsSpan(0, count)).P <= alpha);
    }

    /// <summary>The mean differences against which the evidence has never reached 1/<paramref name="alpha"/>; null without spread or
    /// where no mean is excluded.</summary>
    public static (double Low, double High)? Interval(double[] differences, double mean, double alpha)
    {
        if (differences.Length < FewestPairs(alpha))
            return null;
        double step = Math.Max(differences.Max() - mean, mean - differences.Min());
        return (End(differences, mean, -step, alpha), End(differences, mean, step, alpha));
    }

    // Outward from the mean in steps until excluded, then inward again by halves.
    private static double End(double[] differences, double mean, double step, double alpha)
    {
        if (step == 0 || Compute(differences, mean).P <= alpha)
            return mean;
        (double inside, double outside) = (mean, mean + step);
        while (Compute(differences, outside).P > alpha)
            (inside, outside) = (outside, outside + step);
        for (int half = 0; half < 48; half++)
        {
            double middle = (inside + outside) / 2;
            (inside, outside) = Compute(differences, middle).P > alpha ? (middle, outside) : (inside, middle);
        }

        return inside;
    }

    private AnytimeTest With(double positive, double negative) => new()
    {
        Positive = Math.Max(Positive, positive),
        Negative = Math.Max(Negative, negative),
        Either = Math.Max(Either, LogSum(positive, negative) - Math.Log(2)),
    };

    private static double LogMean(ReadOnlySpan<double> logarithms)
    {
        double sum = logarithms[0];
        foreach (double logarithm in logarithms[1..])
            sum = LogSum(sum, logarithm);
        return sum - Math.Log(logarithms.Length);
    }

    private static double LogSum(double a, double b) => Math.Max(a, b) + Math.Log(1 + Math.Exp(-Math.Abs(a - b)));

    // ln(1 + tanh x) = ln 2 − ln(1 + e^(−2x)).
    private static double LogOnePlusTanh(double x) =>
        Math.Log(2) - (x >= 0 ? Math.Log(1 + Math.Exp(-2 * x)) : (-2 * x) + Math.Log(1 + Math.Exp(2 * x)));
}
