namespace L2BN.Results;

/// <summary>One look at the pairs of a comparison: that verdicts were computed from so many of them, and by what plan.</summary>
public sealed record LookRecord : IChecked
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Pairs that every arm had finished.</summary>
    public required int Pairs { get; init; }

    /// <summary>The numbers of pairs that were planned to be looked at; empty for a look that was not planned.</summary>
    public required IReadOnlyList<int> Plan { get; init; }

    /// <summary>The arms, the first being the reference: they decide how many comparisons share the 5 %.</summary>
    public required IReadOnlyList<string> Arms { get; init; }

    /// <summary><c>fixed</c>, <c>planned</c> or <c>anytime</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Margin of equivalence in percentage points; null for none.</summary>
    public double? Margin { get; init; }

    /// <summary>The verdict on each arm after the first.</summary>
    public required IReadOnlyList<string> Verdicts { get; init; }

    string? IChecked.FindFault() => Pairs < 0 || Plan.Any(pairs => pairs < 1)
        ? $"expected numbers of pairs, got {Pairs} and {string.Join(", ", Plan)}"
        : Margin is { } margin && !(margin > 0 && double.IsFinite(margin)) ? $"expected a margin above 0, got {margin}" : null;
}
