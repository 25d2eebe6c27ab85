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
    /// The fewest pairs that can decide: 6, or more where several comparisons share the 5 % (7 for two or three, 8 for four to six), and
    /// where the pairs are looked at more than once.
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

    /// <summary>How often the pairs are looked at.</summary>
    public required DecisionMethod Method { get; init; }

    /// <summary>How many comparisons share the 5 %.</summary>
    public required int Comparisons { get; init; }

    /// <summary>
    /// Confidence interval of the mean difference, which excludes 0 exactly when <see cref="P"/> is at most 1 − confidence; of Student's t
    /// where there are too few pairs to exclude anything; null below 2 pairs.
    /// </summary>
    public (double Low, double High)? Interval { get; init; }

    /// <summary><c>sign-flip</c>, <c>planned</c>, <c>anytime</c>, <c>t</c> or <c>none</c>.</summary>
    public required string IntervalMethod { get; init; }

    /// <summary>Two-sided sign-flip permutation p of these pairs as if they were looked at once; null without pairs.</summary>
    public double? PSignFlip { get; init; }

    /// <summary><c>exact</c>, <c>monte-carlo</c> (more than 40 non-zero differences), or <c>none</c>.</summary>
    public required string PMethod { get; init; }

    /// <summary>p with every look accounted for: <see cref="PSignFlip"/> for one look, else that of the planned or the anytime-valid
    /// test; null without pairs.</summary>
    public double? P { get; init; }

    /// <summary><see cref="P"/> after Holm's correction over several arms; equal to it for a single comparison.</summary>
    public double? PAdjusted { get; init; }

    /// <summary>Cohen's d_z, mean difference divided by its standard deviation; null below 2 pairs or without spread.</summary>
    public double? EffectSize { get; init; }

    /// <summary>The smallest two-sided p these pairs could have given: 2/2ⁿ with n the non-zero differences, at most 1.</summary>
    public double? SmallestP { get; init; }

    /// <summary>
    /// The true difference that the sign-flip test finds with 80 % probability at 5 % (divided by the number of comparisons) in one look at
    /// n normal differences of this spread; null where no difference can be decided (too few pairs), there is no spread, or the pairs are
    /// looked at more than once.
    /// </summary>
    public double? SmallestDetectable { get; init; }

    /// <summary>
    /// Total pairs with which a t-test would find the observed difference with 80 % probability, were the observed mean and spread the
    /// truth: a rough number, since both are not (docs/statistics.md). Null where the difference is 0, there is no spread, or more than
    /// 100 000 pairs would be needed.
    /// </summary>
    public int? PairsNeeded { get; init; }

    /// <summary>
    /// How many more pairs <see cref="PairsNeeded"/> asks for: 0 once the verdict is better or worse, otherwise at least 1.
    /// </summary>
    public int? MorePairsNeeded { get; init; }

    /// <summary>The margin used, in the units of the values; null if none was given.</summary>
    public double? Margin { get; init; }

    /// <summary>
    /// One-sided p of "the second arm is not worse than the first by the margin or more", of a t-test or, looked at without a plan, the
    /// anytime-valid test; null without a margin or below 2 pairs.
    /// </summary>
    public double? PNotWorse { get; init; }

    /// <summary>
    /// One-sided p of "the first arm is not worse than the second by the margin or more", likewise.
    /// </summary>
    public double? PNotBetter { get; init; }

    /// <summary>p of the equivalence test (TOST, Schuirmann 1987): the larger of the two one-sided p values.</summary>
    /// <remarks>Compare it with <see cref="OneSidedLevel"/>.</remarks>
    public double? PEquivalent => PNotWorse is { } low && PNotBetter is { } high ? Math.Max(low, high) : null;

    /// <summary>
    /// What <see cref="PNotWorse"/> and <see cref="PEquivalent"/> must not exceed: 5 % divided by the comparisons and, in a planned test,
    /// the share of it that the last look may use.
    /// </summary>
    public required double OneSidedLevel { get; init; }

    /// <summary>The plain verdict on the second arm.</summary>
    public required Verdict Verdict { get; init; }
}
