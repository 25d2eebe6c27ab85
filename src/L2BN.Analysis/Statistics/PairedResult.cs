namespace L2BN.Analysis.Statistics;

/// <summary>
/// A paired comparison of two arms over the same seeds (or folds). Differences are second minus first; a number that does not exist is
/// null. The interval and the p value cover the choice of seeds, not the choice of test samples.
/// </summary>
public sealed record PairedResult
{
    /// <summary>The number of pairs, n.</summary>
    public required int Pairs { get; init; }

    /// <summary>
    /// The fewest pairs that can decide: 6, or more where several comparisons share the 5 % (7 for two or three, 8 for four to six).
    /// </summary>
    public required int FewestPairs { get; init; }

    /// <summary>
    /// The differences, second minus first, in the order given; rounding noise (1e-14 of the values) is set to exactly 0.
    /// </summary>
    public required IReadOnlyList<double> Differences { get; init; }

    /// <summary>How many differences are exactly 0; they count for neither arm, and the sign-flip test rests on the others.</summary>
    public required int ZeroDifferences { get; init; }

    /// <summary>The mean difference; null without pairs.</summary>
    public double? DeltaMean { get; init; }

    /// <summary>Sample standard deviation of the differences (n − 1); null below 2 pairs.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Level of <see cref="Interval"/>, for example 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>Confidence interval of the mean difference; null below 2 pairs.</summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary><c>t</c>, <c>bca</c> (expanded to Student's width), <c>bca-plain</c>, or <c>none</c>.</summary>
    public required string IntervalMethod { get; init; }

    /// <summary>Two-sided sign-flip permutation p; null without pairs.</summary>
    public double? PSignFlip { get; init; }

    /// <summary><c>exact</c>, <c>monte-carlo</c> (more than 40 non-zero differences), or <c>none</c>.</summary>
    public required string PMethod { get; init; }

    /// <summary><see cref="PSignFlip"/> after Holm's correction over several arms; equal to it for a single comparison.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>Cohen's d_z, mean difference divided by its standard deviation; null below 2 pairs or without spread.</summary>
    public double? EffectSize { get; init; }

    /// <summary>The smallest two-sided p these pairs could have given: 2/2ⁿ with n the non-zero differences, at most 1.</summary>
    public double? SmallestP { get; init; }

    /// <summary>
    /// The true difference that n pairs of this spread detect with 80 % probability in a two-sided t-test at 5 % (divided by the number of
    /// comparisons); null where no difference can be decided (too few pairs) or there is no spread.
    /// </summary>
    public double? SmallestDetectable { get; init; }

    /// <summary>
    /// Total pairs that would decide the observed difference with 80 % probability, were the observed mean and spread the truth; null where
    /// the difference is 0, there is no spread, or more than 100 000 pairs would be needed.
    /// </summary>
    public int? PairsNeeded { get; init; }

    /// <summary>
    /// How many more pairs <see cref="PairsNeeded"/> asks for: 0 once the verdict is better or worse, otherwise at least 1.
    /// </summary>
    public int? MorePairsNeeded { get; init; }

    /// <summary>The margin used, in the units of the values; null if none was given.</summary>
    public double? Margin { get; init; }

    /// <summary>
    /// One-sided t-test p of "the second arm is not worse than the first by the margin or more"; null without a margin or below 2 pairs.
    /// </summary>
    public double? PNotWorse { get; init; }

    /// <summary>
    /// One-sided t-test p of "the first arm is not worse than the second by the margin or more"; null without a margin or below 2 pairs.
    /// </summary>
    public double? PNotBetter { get; init; }

    /// <summary>p of the equivalence test (TOST, Schuirmann 1987): the larger of the two one-sided p values.</summary>
    public double? PEquivalent => PNotWorse is { } low && PNotBetter is { } high ? Math.Max(low, high) : null;

    /// <summary>The plain verdict on the second arm.</summary>
    public required Verdict Verdict { get; init; }
}
