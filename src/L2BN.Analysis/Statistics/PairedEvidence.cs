namespace L2BN.Analysis.Statistics;

/// <summary>What a sample of paired differences shows by one of the methods: p, interval and one-sided p.</summary>
internal sealed class PairedEvidence(PairedDifferences sample, PairedOptions options)
{
    /// <summary>p of one look at the pairs; null without pairs.</summary>
    public double? PSignFlip { get; private init; }

    /// <summary>How it was computed.</summary>
    public string PMethod { get; private init; } = "none";

    /// <summary>p with every look accounted for; null without pairs.</summary>
    public double? P { get; private init; }

    /// <summary>The means that p does not exclude; null where it excludes none.</summary>
    public (double Low, double High)? Interval { get; private init; }

    public string IntervalMethod => options.Method == DecisionMethod.Fixed ? "sign-flip" : options.Method.ToWord();

    /// <summary>The share of the level that one-sided tests at this look may use.</summary>
    public double LastShare =>
        options.Method == DecisionMethod.Planned ? PlannedTest.LastShare(options.Looks, sample.Count) : 1;

    public static PairedEvidence Create(PairedDifferences sample, PairedOptions options)
    {
        if (sample.Count == 0)
            return new PairedEvidence(sample, options);
        bool exact = sample.NonZero.Length <= SignFlipTest.ExactUpTo;
        double single = exact
            ? SignFlipTest.Exact(sample.NonZero, sample.Rounding)
            : SignFlipTest.MonteCarlo(sample.Values, sample.Rounding, options.Resamples, options.Seed);
        (double p, (double Low, double High)? interval) = Decide(sample, options, single);
        return new PairedEvidence(sample, options)
        {
            PSignFlip = single,
            PMethod = exact ? "exact" : "monte-carlo",
            P = p,
            Interval = Agreeing(interval, p > 1 - options.Confidence),
        };
    }

    /// <summary>The fewest pairs that can reject at <paramref name="alpha"/>.</summary>
    public int FewestPairs(double alpha) => options.Method switch
    {
        DecisionMethod.Fixed => (int)Math.Ceiling(1 - Math.Log2(alpha)),
        DecisionMethod.Planned => PlannedTest.FewestPairs(options.Looks, alpha),
        DecisionMethod.Anytime => AnytimeTest.FewestPairs(alpha),
        _ => throw new InvalidOperationException($"Expected a method, got {options.Method}; add it here."),
    };

    /// <summary>Side +1 tests mean &gt; −margin, side −1 tests mean &lt; +margin. Without spread t is infinite.</summary>
    public double? OneSided(double? margin, int side)
    {
        if (margin is not { } m || sample.Error is not { } error)
            return null;
        if (options.Method == DecisionMethod.Anytime)
        {
            var evidence = AnytimeTest.Compute(sample.Values, -side * m);
            return Math.Min(1, Math.Exp(-(side > 0 ? evidence.Positive : evidence.Negative)));
        }

        double distance = (side * sample.Mean!.Value) + m;
        return error > 0 ? StudentT.UpperTail(distance / error, sample.Count - 1) : distance > 0 ? 0 : 1;
    }

    private static (double P, (double Low, double High)? Interval) Decide(PairedDifferences sample, PairedOptions options, double single)
    {
        double alpha = 1 - options.Confidence;
        switch (options.Method)
        {
            case DecisionMethod.Fixed:
                return (single, sample.Count <= SignFlipTest.ExactUpTo
                    ? SignFlipInterval.Exact(sample.Values, alpha)
                    : SignFlipInterval.MonteCarlo(sample.Values, alpha, options.Resamples, options.Seed));
            case DecisionMethod.Planned:
                PlannedTest test = new(options.Looks, options.Resamples, options.Seed);
                return (test.P(sample.Values, sample.Rounding), test.Interval(sample.Values, sample.Mean!.Value, alpha, sample.Rounding));
            case DecisionMethod.Anytime:
                return (AnytimeTest.Compute(sample.Values).P, AnytimeTest.Interval(sample.Values, sample.Mean!.Value, alpha));
            default:
                throw new InvalidOperationException($"Expected a method, got {options.Method}; add it here.");
        }
    }

    // An end that rounding, or sums that tie, put on the other side of 0.
    private static (double Low, double High)? Agreeing((double Low, double High)? interval, bool keepsZero) =>
        interval is { } ends && keepsZero ? (Math.Min(ends.Low, 0), Math.Max(ends.High, 0)) : interval;
}
