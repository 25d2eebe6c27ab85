using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>
/// Says in plain words what a comparison found and how sure that is. It words the verdict of the summary, so that a report rebuilt from
/// files alone says the same; it never makes a verdict.
/// </summary>
internal static class VerdictText
{
    public const string Scope = "The interval covers seeds, not the choice of test images.";
    private const int FewestPairs = 6;

    /// <summary>The verdict on one pair with its uncertainty, in one sentence.</summary>
    public static string Of(PairedSummary pair)
    {
        (string claim, string support) = Parts(pair);
        return claim + support;
    }

    /// <summary>The sentence in two parts: the claim, and the numbers behind it.</summary>
    public static (string Claim, string Support) Parts(PairedSummary pair)
    {
        (string a, string b, string seeds) = (ArmName.InSentence(pair.A), ArmName.InSentence(pair.B), Seeds(pair.Seeds));
        string claim = pair.Verdict switch
        {
            "better" => $"{b} is better than {a} over {seeds}",
            "worse" => $"{b} is worse than {a} over {seeds}",
            "equivalent" => $"{b} and {a} are equivalent over {seeds}",
            _ => $"{b} and {a} are undecided after {seeds}",
        };
        return (claim, Support(pair));
    }

    /// <summary>What this many pairs could have found, and how many more it would take; null where neither is known.</summary>
    public static string? Power(PairedSummary pair)
    {
        if (pair.Seeds < FewestPairs) return $"{Seeds(pair.Seeds)} cannot decide anything at the 5 % level; {FewestPairs} are the fewest that can.";
        string? power = pair.SmallestDetectable is double smallest && double.IsFinite(smallest)
            ? $"Smallest difference that {Seeds(pair.Seeds)} could decide (four times in five): {Numbers.Fixed(smallest, 2)} points."
            : null;
        return pair is { Verdict: "undecided", MoreSeedsNeeded: > 0 } ? $"{power} {Outlook(pair)}".TrimStart() : power;
    }

    /// <summary>The sentence for a summary without pairs.</summary>
    public static string Alone(ArmSummary arm)
    {
        string name = ArmName.InSentence(arm.Norm);
        return Numbers.Exact(arm.Accuracy.Mean) is null
            ? $"{name} has no finished run yet."
            : $"{name} reaches {MeanAndStd(arm.Accuracy, 2)} % over {Seeds(arm.Accuracy.Values.Count)}, with nothing to compare it with.";
    }

    public static string MeanAndStd(Spread spread, int decimals) => TableCell.Of(spread, decimals).Text;

    public static string Seeds(int count) => count == 1 ? "1 seed" : $"{count} seeds";

    private static string Support(PairedSummary pair)
    {
        if (Numbers.Exact(pair.DeltaMean) is null) return ": no pair of runs is finished.";
        string within = pair is { Verdict: "equivalent", Margin: double margin } ? $", within ±{Numbers.Fixed(margin, 2)} points" : "";
        string uncertainty = pair.Ci95 is null
            ? "no interval from a single pair"
            : $"95 % interval {Numbers.Interval(pair.Ci95, 2)}, {P(pair)}";
        return $": difference {Numbers.Signed(pair.DeltaMean, 2)} points ({uncertainty}){within}.";
    }

    private static string P(PairedSummary pair)
    {
        string corrected = pair.PAdjusted is double p && p != pair.PSignFlip ? $", after Holm's correction {P(p)}" : "";
        return P(pair.PSignFlip) + corrected;
    }

    private static string P(double? p) => Numbers.P(p) is ['<', ..] small ? $"p {small}" : $"p = {Numbers.P(p)}";

    private static string Outlook(PairedSummary pair) =>
        $"If the difference seen is the true one, about {pair.MoreSeedsNeeded} more seeds would decide it.";
}
