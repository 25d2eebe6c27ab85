namespace L2BN.Analysis.Statistics;

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

/// <summary>The words for verdicts that reports and JSON use.</summary>
public static class VerdictNames
{
    /// <summary><c>better</c>, <c>worse</c>, <c>equivalent</c> or <c>undecided</c>.</summary>
    public static string ToWord(this Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        Verdict.Equivalent => "equivalent",
        Verdict.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, $"Expected a verdict, got {(int)verdict}."),
    };
}
