using System.Globalization;

namespace L2BN.Analysis;

/// <summary>A paired result in plain words, for the first line of a report.</summary>
public static class VerdictSentence
{
    /// <summary>
    /// Says the verdict on <paramref name="b"/> against <paramref name="a"/> with its uncertainty and what it does not cover.
    /// </summary>
    /// <param name="a">Name of the reference arm.</param>
    /// <param name="b">Name of the arm the verdict is about.</param>
    /// <param name="result">The comparison of <paramref name="b"/> with <paramref name="a"/>.</param>
    /// <param name="unit">Unit of the values; default percentage points.</param>
    /// <param name="pairs">What the pairs are; default seeds.</param>
    /// <param name="samples">What the values were measured on; default test samples.</param>
    public static string For(
        string a, string b, PairedResult result, string unit = "percentage points", string pairs = "seeds", string samples = "test samples")
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.DeltaMean is not { } delta)
            return $"Nothing to compare: no {pairs} that both {a} and {b} finished.";
        var scope = $" The interval covers the choice of {pairs}, not the choice of {samples}.";
        return Claim(a, b, result, Math.Abs(delta), unit) + Evidence(result, delta, unit, pairs) + Outlook(result, pairs) + scope;
    }

    private static string Claim(string a, string b, PairedResult result, double size, string unit) => result.Verdict switch
    {
        Verdict.Better => $"{b} is better than {a} by {Value(size)} {unit}",
        Verdict.Worse => $"{b} is worse than {a} by {Value(size)} {unit}",
        Verdict.Equivalent => $"{b} and {a} are equivalent within ±{Number(result.Margin!.Value)} {unit}",
        _ => $"Undecided between {b} and {a}",
    };

    private static string Evidence(PairedResult result, double delta, string unit, string pairs)
    {
        var parts = new List<string>();
        if (result.Verdict is Verdict.Equivalent or Verdict.Undecided)
            parts.Add($"difference {Signed(delta)} {unit}");
        if (result.Interval is var (low, high))
            parts.Add($"{Number(result.Confidence * 100)} % interval {Signed(low)} to {Signed(high)}");
        if (result.Pairs >= result.FewestPairs)
            parts.Add(PValue(result));
        parts.Add($"{result.Pairs} {pairs}");
        return $" ({string.Join(", ", parts)}).";
    }

    private static string PValue(PairedResult result)
    {
        var corrected = result.PAdjusted is { } p && p != result.PSignFlip ? $", {Number(p)} after Holm's correction" : "";
        return $"sign-flip p = {Number(result.PSignFlip!.Value)}{corrected}";
    }

    private static string Outlook(PairedResult result, string pairs)
    {
        if (result.Verdict != Verdict.Undecided)
            return "";
        var few = result.Pairs < result.FewestPairs
            ? $" {result.Pairs} {pairs} cannot decide; at least {result.FewestPairs} are needed."
            : "";
        var total = result.Pairs + result.MorePairsNeeded;
        return total is null ? few : $"{few} If this difference is real, about {total} {pairs} in all would decide it.";
    }

    private static string Signed(double value) => (value < 0 ? "−" : "+") + Value(Math.Abs(value));

    // Two decimals suit percentage points; a smaller value keeps two significant digits.
    private static string Value(double value) =>
        value is 0 or >= 0.005 ? value.ToString("0.00", CultureInfo.InvariantCulture) : Number(value);

    private static string Number(double value) =>
        value.ToString(value is 0 or >= 0.1 ? "0.##" : value >= 0.001 ? "0.####" : "0.#e-0", CultureInfo.InvariantCulture);
}
