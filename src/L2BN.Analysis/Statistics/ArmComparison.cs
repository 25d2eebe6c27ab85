namespace L2BN.Analysis;

/// <summary>One arm compared with another over the same seeds.</summary>
/// <param name="A">The reference arm.</param>
/// <param name="B">The arm that the verdict is about.</param>
/// <param name="Result">Differences are B − A.</param>
public sealed record ArmComparison(string A, string B, PairedResult Result)
{
    /// <summary>
    /// Every arm against the first. With several arms the verdicts rest on Holm-corrected p values
    /// (<see cref="PairedResult.PAdjusted"/>), so three arms need 7 pairs, not 6, before anything can be decided.
    /// </summary>
    /// <exception cref="ArgumentException">Two arms share a name, or <see cref="PairedComparison.Compute"/> refuses their values.</exception>
    public static IReadOnlyList<ArmComparison> AgainstFirst(IReadOnlyList<ArmValues> arms, PairedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(arms);
        RequireDistinctNames(arms);
        if (arms.Count < 2)
            return [];
        var shared = (options ?? new()) with { Comparisons = arms.Count - 1 };
        var results = arms.Skip(1).Select(arm => PairedComparison.Compute(arms[0].Values, arm.Values, shared)).ToArray();
        var adjusted = Holm.Adjust([.. results.Select(result => result.PSignFlip ?? 1)]);
        return [.. results.Select((result, i) => new ArmComparison(arms[0].Name, arms[i + 1].Name, Corrected(result, adjusted[i])))];
    }

    private static PairedResult Corrected(PairedResult result, double adjusted) =>
        result.PSignFlip is null ? result : PairedComparison.Decided(result with { PAdjusted = adjusted });

    private static void RequireDistinctNames(IReadOnlyList<ArmValues> arms)
    {
        var twice = arms.GroupBy(arm => arm.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Two arms are called '{twice}'; give each its own name, for example '{twice}#2'.", nameof(arms));
    }
}
