using System.Text.RegularExpressions;
using L2BN.Reporting.Tables;
using L2BN.Results;

namespace L2BN.Reporting.Writing;

/// <summary>
/// Says in plain words what a comparison found and how sure that is. The verdict is that of the summary, so a report from files alone says
/// the same.
/// </summary>
internal static class VerdictText
{
    public const string Scope = "The interval covers seeds, not the choice of test samples.";
    private const int FewestPairs = 6;

    /// <summary>The verdict on one pair with its uncertainty, in one sentence.</summary>
    public static string Sentence(PairedSummary pair)
    {
        (string claim, string support) = Parts(pair);
        return claim + support;
    }

    /// <summary>The sentence in two parts: the claim, and its numbers.</summary>
    public static (string Claim, string Support) Parts(PairedSummary pair)
    {
        (string a, string b, string seeds) = (ArmName.InSentence(pair.A), ArmName.InSentence(pair.B), Seeds(pair.Seeds));
        string claim = pair.Verdict switch
        {
            "better" => $"{b} is better than {a} over {seeds}",
            "worse" => $"{b} is worse than {a} over {seeds}",
            "equivalent" => $"{b} and {a} are equivalent over {seeds}",
            "undecided" => $"{b} and {a} are undecided after {seeds}",
            _ => throw new ArgumentOutOfRangeException(
                nameof(pair), pair.Verdict, $"Expected the verdict better, worse, equivalent or undecided, got '{pair.Verdict}'."),
        };
        return (claim, Support(pair));
    }

    /// <summary>
    /// What so many pairs could have found, how many more it would take where nothing was, and what no number of seeds covers.
    /// </summary>
    /// <param name="pairs">What was compared.</param>
    /// <param name="folds">Divisions of the data that the seeds took turns with; null where all had the same.</param>
    public static string Caveat(IReadOnlyList<PairedSummary> pairs, int? folds = null) =>
        string.Join(' ', [.. Power(pairs), .. pairs.Where(IsOpen).Select(Outlook), folds is { } count ? FoldScope(count) : Scope]);

    private static string FoldScope(int folds) =>
        $"The seeds take turns with {folds} folds: the interval covers both, as if runs on overlapping training data were independent.";

    /// <summary>The sentence for a summary without pairs.</summary>
    public static string Alone(ArmSummary arm)
    {
        string name = ArmName.InSentence(arm.Norm);
        return Numbers.Exact(arm.Accuracy.Mean) is null
            ? $"{name} has no finished run yet."
            : $"{name} reaches {MeanAndStd(arm.Accuracy, 2)} % over {Seeds(arm.Accuracy.Values.Count)}, with nothing to compare it with.";
    }

    public static string MeanAndStd(Spread spread, int decimals) => TableCell.FromSpread(spread, decimals).Text;

    public static string Seeds(int count) => count == 1 ? "1 seed" : $"{count} seeds";

    private static string Support(PairedSummary pair)
    {
        if (Numbers.Exact(pair.DeltaMean) is null)
            return ": no difference could be measured.";
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

    private static IEnumerable<string> Power(IReadOnlyList<PairedSummary> pairs)
    {
        (int seeds, int fewest) = (pairs.Max(pair => pair.Seeds), pairs.Max(pair => pair.FewestSeeds ?? FewestPairs));
        IEnumerable<PairedSummary> known = pairs.Where(pair => Numbers.Exact(pair.SmallestDetectable) is not null);
        string[] smallest = [.. known.Select(pair => Smallest(pair, pairs.Count))];
        if (seeds < fewest)
            yield return $"{Seeds(seeds)} cannot decide at the 5 % level: it takes at least {fewest}.";
        else if (smallest.Length > 0)
            yield return $"Smallest difference that {Seeds(seeds)} could decide (four times in five): {string.Join(", ", smallest)}.";
    }

    private static string Smallest(PairedSummary pair, int pairs) =>
        $"{Numbers.Fixed(pair.SmallestDetectable, 2)} points" + (pairs > 1 ? $" for {ArmName.InSentence(pair.B)}" : "");

    private static bool IsOpen(PairedSummary pair) => pair is { Verdict: "undecided", MoreSeedsNeeded: > 0 };

    private static string Outlook(PairedSummary pair) =>
        $"If {ArmName.InSentence(pair.B)} truly differs as much as seen here, "
        + $"about {pair.Seeds + pair.MoreSeedsNeeded} seeds in all would decide it.";
}

/// <summary>Names of arms in sentences; tables show them as the user typed them.</summary>
internal static class ArmName
{
    /// <summary><c>bn</c> → BN, <c>l2bn-unit</c> → L2BN-unit, <c>bn#2</c> → BN #2, <c>l2bn(eps=1e-3)</c> → L2BN (eps=1e-3).</summary>
    public static string InSentence(string arm)
    {
        int length = arm.StartsWith("l2bn", StringComparison.Ordinal) ? 4 : arm.StartsWith("bn", StringComparison.Ordinal) ? 2 : 0;
        string rest = arm[length..];
        bool known = length > 0 && (rest.Length == 0 || !char.IsAsciiLetterOrDigit(rest[0]));
        if (!known)
            return arm;
        string space = rest.StartsWith('(') || rest.StartsWith('#') ? " " : "";
        return arm[..length].ToUpperInvariant() + space + rest;
    }
}

/// <summary>Binds a number and its unit, so that no line breaks between them.</summary>
internal static partial class Typography
{
    private const string Space = "\u00A0";

    public static string Bind(string text) => Relation().Replace(Unit().Replace(text, Space), $"p{Space}$1{Space}");

    [GeneratedRegex(@"(?<=\d) (?=%|seeds?\b|points\b)")]
    private static partial Regex Unit();

    [GeneratedRegex(@"\bp ([=<]) ")]
    private static partial Regex Relation();
}
