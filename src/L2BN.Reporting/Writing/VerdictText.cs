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
    /// What was found besides accuracy, what so many pairs could have found, what they exclude where nothing was found, and what no number
    /// of seeds covers.
    /// </summary>
    /// <param name="summary">What was compared.</param>
    public static string Caveat(ComparisonSummary summary)
    {
        IReadOnlyList<PairedSummary> pairs = summary.Paired;
        return string.Join(
            ' ',
            [
                .. pairs.Select(Excluded).OfType<string>(), .. pairs.Select(Loss).OfType<string>(), .. Failures(summary), .. Power(pairs),
                .. Looks(pairs[0]), summary.Folds is { } count ? FoldScope(count) : Scope,
            ]);
    }

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
        bool sequential = pair.Method is "planned" or "anytime";
        string corrected = pair.PAdjusted is double p && p != pair.PSignFlip
            ? $", corrected for arms{(sequential ? " and looks" : "")} {P(p)}" : "";
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

    private static string? Excluded(PairedSummary pair)
    {
        if (pair is not { Verdict: "undecided" or "equivalent", Excludes: { } excluded })
            return null;
        return $"The pairs rule out that {ArmName.InSentence(pair.B)} gains more than {Numbers.Fixed(excluded.GainAbove, 2)} "
            + $"or loses more than {Numbers.Fixed(excluded.LossBeyond, 2)} points.";
    }

    private static string? Loss(PairedSummary pair)
    {
        if (pair.Loss is not { Ci95: not null } loss)
            return null;
        string verdict = loss.Verdict switch
        {
            "better" => "is better",
            "worse" => "is worse",
            "undecided" => "is undecided",
            _ => throw new ArgumentOutOfRangeException(
                nameof(pair), loss.Verdict, $"Expected the verdict better, worse or undecided, got '{loss.Verdict}'."),
        };
        return $"Test loss of {ArmName.InSentence(pair.B)} {verdict}: difference {Numbers.Signed(loss.DeltaMean, 3)} "
            + $"({Numbers.Interval(loss.Ci95, 3)}, {P(loss.P)}).";
    }

    private static IEnumerable<string> Failures(ComparisonSummary summary)
    {
        if (summary.Arms.All(arm => arm.Failed == 0))
            yield break;
        IEnumerable<string> counts = summary.Arms.Select(arm =>
            $"{ArmName.InSentence(arm.Norm)} {arm.Failed} of {arm.Failed + arm.Accuracy.Values.Count}");
        IEnumerable<string> tests = summary.Paired.Where(pair => pair.PFailed is not null)
            .Select(pair => $"{ArmName.InSentence(pair.B)} against {ArmName.InSentence(pair.A)} {P(pair.PFailed)}");
        yield return $"Failed runs (diverged or at chance): {string.Join(", ", counts)} ({string.Join(", ", tests)}); "
            + "the differences are those of pairs without one.";
    }

    private static IEnumerable<string> Looks(PairedSummary pair)
    {
        if (pair.Method == "anytime")
            yield return $"The pairs were looked at without a plan ({string.Join(", ", pair.Looks)}): the verdict is that of a test for "
                + "any number of looks.";
        else if (pair.Method == "planned")
            yield return $"Planned looks so far: {string.Join(", ", pair.Looks)} pairs.";
    }
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
