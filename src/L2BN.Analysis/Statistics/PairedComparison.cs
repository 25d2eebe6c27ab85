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

    /// <summary>The fewest pairs that can decide anything in one look when <paramref name="comparisons"/> comparisons share the
    /// 5 %.</summary>
    internal static int FewestPairs(int comparisons) => (int)Math.Ceiling(1 + Math.Log2(comparisons / Alpha));

    private static PairedResult Summarize(PairedDifferences sample, PairedOptions options)
    {
        var evidence = PairedEvidence.Create(sample, options);
        double? smallest = options.Method == DecisionMethod.Fixed
            ? SignFlipPower.ShiftFor(Power, Alpha / options.Comparisons, sample.Count) : null;
        var result = new PairedResult
        {
            Pairs = sample.Count,
            Differences = sample.Values,
            Method = options.Method,
            Comparisons = options.Comparisons,
            FewestPairs = Math.Max(MinimumPairs, evidence.FewestPairs(Alpha / options.Comparisons)),
            ZeroDifferences = sample.Count - sample.NonZero.Length,
            DeltaMean = sample.Mean,
            StandardDeviation = sample.Deviation,
            Confidence = options.Confidence,
            Interval = evidence.Interval ?? StudentInterval(sample, options.Confidence),
            IntervalMethod = evidence.Interval is not null ? evidence.IntervalMethod : sample.Count < 2 ? "none" : "t",
            PSignFlip = evidence.PSignFlip,
            PMethod = evidence.PMethod,
            P = evidence.P,
            PAdjusted = evidence.P,
            EffectSize = sample.Effect,
            SmallestP = sample.Count == 0 ? null : Math.Min(1, 2 * Math.Pow(0.5, sample.NonZero.Length)),
            SmallestDetectable = sample.Deviation > 0 ? smallest * sample.Deviation : null,
            PairsNeeded = PairsNeeded(sample, options),
            Margin = options.Margin,
            PNotWorse = evidence.OneSided(options.Margin, +1),
            PNotBetter = evidence.OneSided(options.Margin, -1),
            OneSidedLevel = Alpha / options.Comparisons * evidence.LastShare,
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
        return result.PEquivalent <= result.OneSidedLevel ? Verdict.Equivalent : Verdict.Undecided;
    }

    private static (double Low, double High)? StudentInterval(PairedDifferences sample, double confidence)
    {
        if (sample.Error is not { } error)
            return null;
        double half = error * StudentT.Quantile((1 + confidence) / 2, sample.Count - 1);
        return (sample.Mean!.Value - half, sample.Mean!.Value + half);
    }

    private static int? PairsNeeded(PairedDifferences sample, PairedOptions options) =>
        sample.Effect is { } effect and not 0
            ? TTestPower.PairsFor(Math.Abs(effect), Power, Alpha / options.Comparisons, FewestPairs(options.Comparisons), MostPairs)
            : null;
}
