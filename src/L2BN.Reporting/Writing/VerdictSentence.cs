using L2BN.Results;

namespace L2BN.Reporting;

/// <summary>Says in plain words what a comparison found and how sure that is. It words the verdict of the summary; it never makes one.</summary>
internal static class VerdictSentence
{
    public const string Scope = "The interval covers seeds, not the choice of test images.";
    private const int FewestPairs = 6;

    /// <summary>The verdict on one pair with its uncertainty, in one sentence.</summary>
    public static string Of(PairedSummary pair, double? margin = null)
    {
        (string claim, string rest) = Parts(pair, margin);
        return claim + rest;
    }

    /// <summary>The sentence in two parts: the claim, and the numbers behind it.</summary>
    public static (string Claim, string Support) Parts(PairedSummary pair, double? margin = null)
    {
        (string a, string b) = (ArmName.InSentence(pair.A), ArmName.InSentence(pair.B));
        string seeds = Seeds(pair.Seeds);
        string claim = pair.Verdict switch
        {
            "better" => $"{b} is better than {a} over {seeds}",
            "worse" => $"{b} is worse than {a} over {seeds}",
            "equivalent" => $"{b} and {a} are equivalent over {seeds}",
            _ => $"{b} and {a} are undecided after {seeds}",
        };
        return (claim, Evidence(pair, margin));
    }

    /// <summary>What this many pairs could have found; null where that is not known.</summary>
    public static string? Power(PairedSummary pair)
    {
        if (pair.Seeds < FewestPairs) return $"{Seeds(pair.Seeds)} cannot decide anything at the 5 % level; {FewestPairs} are the fewest that can.";
        return pair.SmallestDetectable is double smallest && double.IsFinite(smallest)
            ? $"Smallest difference that {Seeds(pair.Seeds)} could decide: {Numbers.Fixed(smallest, 2)} points."
            : null;
    }

    /// <summary>The sentence for a summary without pairs.</summary>
    public static string Alone(ArmSummary arm)
    {
        string name = ArmName.InSentence(arm.Norm);
        return arm.Accuracy.Mean is double mean && double.IsFinite(mean)
            ? $"{name} reaches {MeanAndStd(arm.Accuracy, 2)} % over {Seeds(arm.Accuracy.Values.Count)}, with nothing to compare it with."
            : $"{name} has no finished run yet.";
    }

    public static string MeanAndStd(Spread spread, int decimals)
    {
        string mean = Numbers.Fixed(spread.Mean, decimals);
        return spread.Std is double std && double.IsFinite(std) && mean != Numbers.Missing ? $"{mean} ± {Numbers.Fixed(std, decimals)}" : mean;
    }

    public static string Seeds(int count) => count == 1 ? "1 seed" : $"{count} seeds";

    private static string Evidence(PairedSummary pair, double? margin)
    {
        if (Numbers.Exact(pair.DeltaMean) is null) return ": no pair of runs is finished.";
        string within = pair.Verdict == "equivalent" && margin is double m ? $", within ±{Numbers.Fixed(m, 2)} points" : "";
        string uncertainty = pair.Ci95 is null
            ? "no interval from a single pair"
            : $"95 % interval {Numbers.Interval(pair.Ci95, 2)}, p = {Numbers.P(pair.PSignFlip)}".Replace("p = <", "p <", StringComparison.Ordinal);
        return $": difference {Numbers.Signed(pair.DeltaMean, 2)} points ({uncertainty}){within}.";
    }
}
