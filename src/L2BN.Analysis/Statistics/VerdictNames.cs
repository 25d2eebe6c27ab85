namespace L2BN.Analysis;

/// <summary>The words for verdicts that reports and JSON use.</summary>
public static class VerdictNames
{
    /// <summary><c>better</c>, <c>worse</c>, <c>equivalent</c> or <c>undecided</c>.</summary>
    public static string ToWord(this Verdict verdict) => verdict switch
    {
        Verdict.Better => "better",
        Verdict.Worse => "worse",
        Verdict.Equivalent => "equivalent",
        _ => "undecided",
    };
}
