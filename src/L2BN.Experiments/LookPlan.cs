using L2BN.Analysis.Statistics;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>By which test a look at a comparison's pairs is judged, which depends on the looks before it.</summary>
/// <param name="Method">The test.</param>
/// <param name="Plan">The numbers of pairs that were planned to be looked at; empty for none.</param>
/// <param name="Taken">The numbers of pairs of every look so far, this one included.</param>
internal sealed record LookPlan(DecisionMethod Method, IReadOnlyList<int> Plan, IReadOnlyList<int> Taken)
{
    /// <summary>One look, at runs that are in no folder.</summary>
    public static LookPlan Once { get; } = new(DecisionMethod.Fixed, [], []);

    /// <summary>
    /// A look of a plan is judged by that plan while every look before it was one of the same plan, else as one of any number of looks. An
    /// unplanned look at so few pairs that nothing could be decided does not count.
    /// </summary>
    /// <param name="pairs">Pairs of this look.</param>
    /// <param name="plan">The numbers of pairs that are planned to be looked at; empty for an unplanned look.</param>
    /// <param name="earlier">The looks on record.</param>
    public static LookPlan At(int pairs, IReadOnlyList<int> plan, IReadOnlyList<LookRecord> earlier)
    {
        IEnumerable<LookRecord> counted = earlier.Where(look => look.Plan.Count > 0 || look.Pairs > PairedComparison.MinimumPairs);
        bool follows = plan.Contains(pairs) && counted.All(look => look.Plan.SequenceEqual(plan) && plan.Contains(look.Pairs));
        DecisionMethod method = !follows ? DecisionMethod.Anytime : plan.Count == 1 ? DecisionMethod.Fixed : DecisionMethod.Planned;
        return new LookPlan(method, plan, [.. earlier.Select(look => look.Pairs).Append(pairs).Distinct().Order()]);
    }

    /// <summary>How runs in a folder are judged when they are read back: as in the look on record at so many pairs, else as an unplanned
    /// look.</summary>
    public static LookPlan Read(ComparisonFolder folder, int pairs, IReadOnlyList<string> arms)
    {
        IReadOnlyList<LookRecord> looks = Looks(folder);
        LookRecord? same = looks.LastOrDefault(look => look.Pairs == pairs && look.Arms.SequenceEqual(arms));
        return same is null
            ? At(pairs, [], looks)
            : At(pairs, same.Plan, [.. looks.TakeWhile(look => look != same)]) with
            {
                Taken = [.. looks.Select(look => look.Pairs).Distinct().Order()],
            };
    }

    /// <summary>The looks on record; the summary of an earlier version stands for one.</summary>
    public static IReadOnlyList<LookRecord> Looks(ComparisonFolder folder)
    {
        IReadOnlyList<LookRecord> looks = folder.ReadLooks();
        if (looks.Count > 0 || !folder.HasSummary || folder.ReadSummary() is not { Paired: [var pair, ..] } summary)
            return looks;
        return [.. looks, CreateRecord(summary, pair.Seeds, [pair.Seeds])];
    }

    /// <summary>The options of the statistics.</summary>
    public PairedOptions Options(double? margin) => new()
    {
        Margin = margin,
        Method = Method,
        Looks = Method == DecisionMethod.Planned ? Plan : [],
    };

    /// <summary>What is put on record of a look.</summary>
    public static LookRecord CreateRecord(ComparisonSummary summary, int pairs, IReadOnlyList<int> plan) => new()
    {
        Time = DateTimeOffset.Now,
        Pairs = pairs,
        Plan = plan,
        Arms = [.. summary.Arms.Select(arm => arm.Norm)],
        Method = summary.Paired is [var first, ..] && first.Method is { } method ? method : DecisionMethod.Fixed.ToWord(),
        Margin = summary.Paired is [var any, ..] ? any.Margin : null,
        Verdicts = [.. summary.Paired.Select(pair => pair.Verdict)],
    };
}
