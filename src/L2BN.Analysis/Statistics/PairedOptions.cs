namespace L2BN.Analysis.Statistics;

/// <summary>How a paired comparison is made; checked where it is used.</summary>
public sealed record PairedOptions
{
    /// <summary>Level of the interval, strictly between 0 and 1; default 0.95. The verdict always uses 5 %.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// The largest difference that does not matter, in the units of the values (percentage points for accuracies), finite and &gt; 0;
    /// default none, and then no comparison is <see cref="Verdict.Equivalent"/>.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>How often the pairs are looked at; default <see cref="DecisionMethod.Fixed"/>.</summary>
    public DecisionMethod Method { get; init; }

    /// <summary>
    /// For <see cref="DecisionMethod.Planned"/>: the numbers of pairs at which the comparison was planned to be looked at, rising, each at
    /// least 1; else empty.
    /// </summary>
    public IReadOnlyList<int> Looks { get; init; } = [];

    /// <summary>Random sign patterns, of the permutation test beyond 40 pairs and of the planned one; ≥ 1000, default 20 000.</summary>
    public int Resamples { get; init; } = 20_000;

    /// <summary>Seed of those draws; the same seed gives the same numbers everywhere. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How many comparisons are decided together, ≥ 1, default 1. It tightens what n pairs can decide (5 % divided by this number);
    /// the p value itself is corrected by <see cref="ArmComparison.AgainstFirst"/>.
    /// </summary>
    public int Comparisons { get; init; } = 1;

    internal PairedOptions Checked()
    {
        Require(Confidence is > 0 and < 1, nameof(Confidence), Confidence, "strictly between 0 and 1, for example 0.95");
        Require(Margin is null || (Margin > 0 && double.IsFinite(Margin.Value)), nameof(Margin), Margin, "finite and above 0");
        Require(Enum.IsDefined(Method), nameof(Method), Method, "a method");
        Require(AreLooks(), nameof(Looks), string.Join(", ", Looks), "rising numbers of pairs for a planned comparison, and none else");
        Require(Resamples >= 1000, nameof(Resamples), Resamples, "1000 or more");
        Require(Comparisons >= 1, nameof(Comparisons), Comparisons, "1 or more");
        return this;
    }

    private bool AreLooks() => Method == DecisionMethod.Planned
        ? Looks is [> 0, ..] && Looks.Zip(Looks.Skip(1)).All(two => two.First < two.Second)
        : Looks.Count == 0;

    private static void Require(bool holds, string name, object? value, string expected)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Expected {name} to be {expected}, got {value}.");
    }
}
