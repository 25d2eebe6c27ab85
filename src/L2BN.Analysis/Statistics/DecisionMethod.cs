namespace L2BN.Analysis.Statistics;

/// <summary>How often the pairs are looked at, which decides what counts as evidence.</summary>
public enum DecisionMethod
{
    /// <summary>Once, after a number of pairs that was chosen before: the exact sign-flip test.</summary>
    Fixed,

    /// <summary>After numbers of pairs that were chosen before (<see cref="PairedOptions.Looks"/>): a group-sequential sign-flip
    /// test.</summary>
    Planned,

    /// <summary>At any numbers of pairs, chosen as one likes: an anytime-valid test.</summary>
    Anytime,
}

/// <summary>The words for methods that reports and JSON use.</summary>
public static class DecisionMethodNames
{
    /// <summary><c>fixed</c>, <c>planned</c> or <c>anytime</c>.</summary>
    public static string ToWord(this DecisionMethod method) => method switch
    {
        DecisionMethod.Fixed => "fixed",
        DecisionMethod.Planned => "planned",
        DecisionMethod.Anytime => "anytime",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, $"Expected a method, got {(int)method}."),
    };
}
