namespace L2BN.Analysis;

/// <summary>What a paired comparison says about the second arm against the first.</summary>
public enum Verdict
{
    /// <summary>
    /// The data do not decide; with fewer than <see cref="PairedComparison.MinimumPairs"/> pairs this is the only verdict.
    /// </summary>
    Undecided,

    /// <summary>The second arm's values are higher: sign-flip p ≤ 0.05 and a positive mean difference.</summary>
    Better,

    /// <summary>The second arm's values are lower: sign-flip p ≤ 0.05 and a negative mean difference.</summary>
    Worse,

    /// <summary>The mean difference lies within the margin: two one-sided t-tests at 5 % each.</summary>
    Equivalent,
}
