using L2BN.Analysis;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models;

namespace L2BN.Lab.Compare;

/// <summary>The bars of <c>--require</c>: checked before anything is trained, held against the result at the end.</summary>
internal static class Requirements
{
    public static IReadOnlyList<Requirement> Parse(IReadOnlyList<string> texts, IReadOnlyList<Arm> arms, double? margin) =>
        [.. texts.Select(text => Parse(text, [.. arms.Select(arm => arm.Name)], margin))];

    /// <summary>Says for each bar whether it was met; true where all were.</summary>
    public static bool Hold(IReadOnlyList<Requirement> bars, ComparisonResult result, double? margin)
    {
        bool all = true;
        foreach (Requirement bar in bars)
        {
            bool met = result.Evaluate(bar, margin).Met;
            Console.Error.WriteLine($"Required {bar}: {(met ? "met" : "not met")}.");
            all &= met;
        }

        return all;
    }

    private static Requirement Parse(string text, IReadOnlyList<string> arms, double? margin)
    {
        Requirement bar = Read(text);
        bar = bar with { Arm = Canonical(bar.Arm), Reference = Canonical(bar.Reference) };
        foreach (string name in new[] { bar.Arm, bar.Reference })
            if (!arms.Contains(name)) throw new UsageException($"--require: '{text}' names {name}, but the arms are {string.Join(", ", arms)}.");
        if (bar.NonInferior && margin is null)
            throw new UsageException($"--require: '{text}' needs --margin, the largest difference in percentage points that does not matter.");
        return bar;
    }

    private static Requirement Read(string text)
    {
        try { return Requirement.Parse(text); }
        catch (FormatException error) { throw new UsageException($"--require: {error.Message}"); }
    }

    // Arms are named as NormSpec writes them, whatever spaces or forms of numbers the user prefers.
    private static string Canonical(string arm)
    {
        int mark = arm.LastIndexOf('#');
        var (norm, number) = mark < 0 ? (arm, "") : (arm[..mark], arm[mark..]);
        try { return NormSpec.Parse(norm) + number; }
        catch (ArgumentException error) { throw new UsageException($"--require: {error.Message}"); }
    }
}
