namespace L2BN.Analysis.Statistics;

/// <summary>One arm compared with another over the same seeds.</summary>
/// <param name="A">The reference arm.</param>
/// <param name="B">The arm that the verdict is about.</param>
/// <param name="Result">Differences are B − A.</param>
public sealed record ArmComparison(string A, string B, PairedResult Result)
{
    /// <summary>
    /// Every arm against the first. With several arms the verdicts rest on Holm-corrected p values
    /// (<see cref="PairedResult.PAdjusted"/>), so three arms need 7 pairs, not 6, before anything can be decided;
    /// equivalence is tested at 5 % divided by the comparisons.
    /// </summary>
    /// <exception cref="ArgumentException">Two arms share a name, or <see cref="PairedComparison.Compute"/> refuses their
    /// values.</exception>
    public static IReadOnlyList<ArmComparison> AgainstFirst(IReadOnlyList<ArmValues> arms, PairedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(arms);
        RequireDistinctNames(arms);
        if (arms.Count < 2)
            return [];
        PairedOptions shared = (options ?? new()) with { Comparisons = arms.Count - 1 };
        PairedResult[] results = [.. arms.Skip(1).Select(arm => ArmValues.Compare(arms[0], arm, shared))];
        double[] adjusted = Holm.Adjust([.. results.Select(result => result.P ?? 1)]);
        return [.. results.Select((result, i) => new ArmComparison(arms[0].Name, arms[i + 1].Name, Corrected(result, adjusted[i])))];
    }

    private static PairedResult Corrected(PairedResult result, double adjusted) =>
        result.P is null ? result : PairedComparison.WithVerdict(result with { PAdjusted = adjusted });

    private static void RequireDistinctNames(IReadOnlyList<ArmValues> arms)
    {
        string? twice = arms.GroupBy(arm => arm.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException(
                $"Expected distinct names of arms, got '{twice}' twice; rename one, for example to '{twice}#2'.",
                nameof(arms));
    }
}

/// <summary>One arm of an experiment: its name and one value per seed (or fold), the same seeds in the same order in every arm.</summary>
/// <param name="Name">As reports print it, for example <c>l2bn</c>.</param>
/// <param name="Values">One value per seed, higher is better; accuracies in percent. NaN stands for a run that failed: its pair is left
/// out, and whether one arm fails more often is another question (<see cref="FailureTest"/>).</param>
public sealed record ArmValues(string Name, IReadOnlyList<double> Values)
{
    /// <summary><paramref name="b"/> against <paramref name="a"/> over the pairs in which neither failed.</summary>
    internal static PairedResult Compare(ArmValues a, ArmValues b, PairedOptions? options)
    {
        if (a.Values.Count != b.Values.Count)
            return PairedComparison.Compute(a.Values, b.Values, options);
        int[] whole = [.. Enumerable.Range(0, a.Values.Count).Where(i => !double.IsNaN(a.Values[i]) && !double.IsNaN(b.Values[i]))];
        if (options is { Method: DecisionMethod.Planned })
            options = options with { Looks = Whole(options.Looks, whole, a.Values.Count) };
        return PairedComparison.Compute([.. whole.Select(i => a.Values[i])], [.. whole.Select(i => b.Values[i])], options);
    }

    // Planned looks in pairs that did not fail; those to come may all succeed.
    private static IReadOnlyList<int> Whole(IReadOnlyList<int> looks, int[] whole, int pairs) =>
        [.. looks.Select(look => whole.Count(i => i < look) + Math.Max(0, look - pairs)).Where(count => count > 0).Distinct()];
}

/// <summary>
/// Holm's step-down correction (1979): the chance of any false claim among m comparisons stays at 5 %, under any dependence.
/// </summary>
internal static class Holm
{
    /// <summary>Adjusted p values in the order given: the running maximum of (m − rank)·p over the sorted p, at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        double[] adjusted = new double[p.Count];
        double running = 0;
        foreach ((int rank, int index) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Index())
            adjusted[index] = running = Math.Max(running, Math.Min(1, (p.Count - rank) * p[index]));
        return adjusted;
    }
}
