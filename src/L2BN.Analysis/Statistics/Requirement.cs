namespace L2BN.Analysis.Statistics;

/// <summary>
/// A requirement for scripts: <c>l2bn&gt;bn</c> asks that l2bn is better than bn, <c>l2bn&gt;=bn</c> that it is not worse by the margin.
/// </summary>
/// <param name="Arm">The arm that must pass.</param>
/// <param name="Reference">The arm that it is compared with.</param>
/// <param name="NonInferior">False for <c>&gt;</c>, true for <c>&gt;=</c>.</param>
public sealed record Requirement(string Arm, string Reference, bool NonInferior)
{
    /// <summary>Reads <c>ARM&gt;ARM</c> or <c>ARM&gt;=ARM</c>; names may carry options in parentheses and a <c>#2</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Requirement Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split('>') is not [var left, var right])
            throw Refused(text);
        bool nonInferior = right.StartsWith('=');
        var requirement = new Requirement(left.Trim(), (nonInferior ? right[1..] : right).Trim(), nonInferior);
        return requirement.IsSensible() ? requirement : throw Refused(text);
    }

    /// <summary>
    /// Checks the requirement on the arms' values. A pair that contains the first arm is judged as reports judge it (corrected
    /// for several arms); another pair as a single comparison. Below
    /// <see cref="PairedComparison.MinimumPairs"/> pairs no requirement is met.
    /// </summary>
    /// <exception cref="ArgumentException">An arm is not among <paramref name="arms"/>, or <c>&gt;=</c> has no margin.</exception>
    public RequirementOutcome Evaluate(IReadOnlyList<ArmValues> arms, PairedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(arms);
        if (NonInferior && options?.Margin is null)
        {
            throw new ArgumentException(
                $"Expected a margin for '{this}', got none; give the largest difference, in percentage points, that "
                    + "does not matter (--margin 0.5).");
        }
        (ArmValues own, ArmValues other) = (Find(arms, Arm), Find(arms, Reference));
        PairedResult result = Result(arms, own, other, options);
        return new(this, Met(result), result);
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => $"{Arm}{(NonInferior ? ">=" : ">")}{Reference}";

    private bool IsSensible() =>
        Arm.Length > 0 && Reference.Length > 0 && Arm != Reference
        && !Arm.EndsWith('=') && !ToString().Contains('<', StringComparison.Ordinal);

    private bool Met(PairedResult result) =>
        result.Verdict == Verdict.Better
        || (NonInferior && result.Pairs >= PairedComparison.MinimumPairs && result.PNotWorse <= result.OneSidedLevel);

    // A pair with the first arm keeps the correction of its family; seen from the first arm only the signs of the differences change.
    private static PairedResult Result(IReadOnlyList<ArmValues> arms, ArmValues own, ArmValues other, PairedOptions? options)
    {
        ArmValues? partner = own == arms[0] ? other : other == arms[0] ? own : null;
        if (partner is null)
            return ArmValues.Compare(other, own, options);
        PairedResult family = ArmComparison.AgainstFirst(arms, options).Single(comparison => comparison.B == partner.Name).Result;
        PairedResult direct = ArmValues.Compare(other, own, (options ?? new()) with { Comparisons = arms.Count - 1 });
        return PairedComparison.WithVerdict(direct with { PAdjusted = family.PAdjusted });
    }

    private ArmValues Find(IReadOnlyList<ArmValues> arms, string name) =>
        arms.FirstOrDefault(arm => arm.Name == name)
        ?? throw new ArgumentException($"Expected arms among {string.Join(", ", arms.Select(arm => arm.Name))}, got '{name}' in '{this}'.");

    private static FormatException Refused(string text) =>
        new($"Expected a requirement like 'l2bn>bn' (better) or 'l2bn>=bn' (not worse by the margin) between two arms, got '{text}'.");
}

/// <summary>Whether a requirement was met, and the comparison that says so.</summary>
/// <param name="Requirement">The requirement.</param>
/// <param name="Met">True if the data show it; undecided is not met.</param>
/// <param name="Result">Required arm minus reference.</param>
public sealed record RequirementOutcome(Requirement Requirement, bool Met, PairedResult Result);
