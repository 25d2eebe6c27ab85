namespace L2BN.Analysis.Statistics;

/// <summary>
/// Compares two arms over the same seeds (or folds): mean difference with an interval, sign-flip permutation test, equivalence, and what
/// the number of pairs can decide at all. Higher values are better; negate losses. Definitions and limits: docs/statistics.md.
/// </summary>
public static class PairedComparison
{
    /// <summary>The level of every verdict: 5 %, two-sided.</summary>
    public const double Alpha = 0.05;

    /// <summary>
    /// The chance of detection assumed by <see cref="PairedResult.SmallestDetectable"/> and <see cref="PairedResult.PairsNeeded"/>.
    /// </summary>
    public const double Power = 0.8;

    /// <summary>Below 6 pairs every verdict is undecided: five sign flips can give no p below 2/2⁵ = 0.0625.</summary>
    public const int MinimumPairs = 6;

    private const int MostPairs = 100_000;

    /// <summary>Compares <paramref name="b"/> with <paramref name="a"/>; differences are b − a.</summary>
    /// <param name="a">Values of the first arm, one per seed, finite; higher is better.</param>
    /// <param name="b">Values of the second arm for the same seeds in the same order.</param>
    /// <param name="options">Level, margin, draws and seed; default <see cref="PairedOptions"/>.</param>
    /// <exception cref="ArgumentException">The lists differ in length, a value is not finite, or an option is out of range.</exception>
    public static PairedResult Compute(IReadOnlyList<double> a, IReadOnlyList<double> b, PairedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return Summarize(PairedDifferences.Compute(a, b), (options ?? new()).Checked());
    }

    /// <summary>The fewest pairs that can decide anything when <paramref name="comparisons"/> comparisons share the 5 %.</summary>
    internal static int FewestPairs(int comparisons) => (int)Math.Ceiling(1 + Math.Log2(comparisons / Alpha));

    private static PairedResult Summarize(PairedDifferences sample, PairedOptions options)
    {
        (double? p, string method) = SignFlip(sample, options);
        var result = new PairedResult
        {
            Pairs = sample.Count,
            Differences = sample.Values,
            FewestPairs = FewestPairs(options.Comparisons),
            ZeroDifferences = sample.Count - sample.NonZero.Length,
            DeltaMean = sample.Mean,
            StandardDeviation = sample.Deviation,
            Confidence = options.Confidence,
            Interval = Interval(sample, options),
            IntervalMethod = IntervalMethod(sample.Count, options),
            PSignFlip = p,
            PMethod = method,
            PAdjusted = p,
            EffectSize = sample.Effect,
            SmallestP = p is null ? null : Math.Min(1, 2 * Math.Pow(0.5, sample.NonZero.Length)),
            SmallestDetectable = SmallestDetectable(sample, options),
            PairsNeeded = PairsNeeded(sample, options),
            Margin = options.Margin,
            PNotWorse = OneSided(sample, options.Margin, +1),
            PNotBetter = OneSided(sample, options.Margin, -1),
            Verdict = Verdict.Undecided,
        };
        return WithVerdict(result);
    }

    /// <summary>The result with its verdict and remaining pairs drawn from <see cref="PairedResult.PAdjusted"/>.</summary>
    internal static PairedResult WithVerdict(PairedResult result)
    {
        Verdict verdict = VerdictFor(result);
        bool decided = verdict is Verdict.Better or Verdict.Worse;
        return result with
        {
            Verdict = verdict,
            MorePairsNeeded = decided ? 0 : result.PairsNeeded is { } needed ? Math.Max(1, needed - result.Pairs) : null,
        };
    }

    private static Verdict VerdictFor(PairedResult result)
    {
        if (result.Pairs < MinimumPairs)
            return Verdict.Undecided;
        if (result.PAdjusted <= Alpha)
            return result.DeltaMean > 0 ? Verdict.Better : Verdict.Worse;
        return result.PEquivalent <= Alpha ? Verdict.Equivalent : Verdict.Undecided;
    }

    private static (double? P, string Method) SignFlip(PairedDifferences sample, PairedOptions options)
    {
        if (sample.Count == 0)
            return (null, "none");
        return sample.NonZero.Length <= SignFlipTest.ExactUpTo
            ? (SignFlipTest.Exact(sample.NonZero, sample.Rounding), "exact")
            : (SignFlipTest.MonteCarlo(sample.NonZero, sample.Rounding, options.Resamples, options.Seed), "monte-carlo");
    }

    private static string IntervalMethod(int pairs, PairedOptions options) =>
        pairs < 2 ? "none" : pairs < options.BootstrapFrom ? "t" : options.ExpandBootstrap ? "bca" : "bca-plain";

    private static (double Low, double High)? Interval(PairedDifferences sample, PairedOptions options)
    {
        if (sample.Error is not { } error)
            return null;
        double level = (1 + options.Confidence) / 2;
        double t = StudentT.Quantile(level, sample.Count - 1);
        if (sample.Count < options.BootstrapFrom || error == 0)
            return (sample.Mean!.Value - (t * error), sample.Mean!.Value + (t * error));
        double deviate = options.ExpandBootstrap ? t * Math.Sqrt(sample.Count / (sample.Count - 1.0)) : NormalDistribution.Quantile(level);
        return BcaBootstrap.Interval(sample.Values, deviate, options.Resamples, options.Seed);
    }

    private static double? SmallestDetectable(PairedDifferences sample, PairedOptions options) =>
        sample.Count >= FewestPairs(options.Comparisons) && sample.Error is > 0 and var error
            ? error * TTestPower.ShiftFor(Power, Alpha / options.Comparisons, sample.Count - 1)
            : null;

    private static int? PairsNeeded(PairedDifferences sample, PairedOptions options) =>
        sample.Effect is { } effect and not 0
            ? TTestPower.PairsFor(Math.Abs(effect), Power, Alpha / options.Comparisons, FewestPairs(options.Comparisons), MostPairs)
            : null;

    // side +1 tests mean > −margin, side −1 tests mean < +margin. Without spread t is infinite.
    private static double? OneSided(PairedDifferences sample, double? margin, int side)
    {
        if (margin is not { } m || sample.Error is not { } error)
            return null;
        double distance = (side * sample.Mean!.Value) + m;
        return error > 0 ? StudentT.UpperTail(distance / error, sample.Count - 1) : distance > 0 ? 0 : 1;
    }
}
