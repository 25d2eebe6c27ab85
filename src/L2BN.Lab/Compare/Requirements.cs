using L2BN.Analysis.Statistics;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models.Norms;

namespace L2BN.Lab.Compare;

/// <summary>The requirements of <c>--require</c>: parsed before anything is trained, checked against the result at the end.</summary>
internal static class Requirements
{
    /// <exception cref="UsageException">A text is no requirement, or names an arm that is not compared.</exception>
    public static IReadOnlyList<Requirement> Parse(IReadOnlyList<string> texts, IReadOnlyList<Arm> arms) =>
        [.. texts.Select(text => Parse(text, [.. arms.Select(arm => arm.Name)]))];

    /// <summary>Prints for each requirement whether it was met; true where all were.</summary>
    public static bool Check(IReadOnlyList<Requirement> requirements, ComparisonResult result, double margin)
    {
        bool all = true;
        foreach (Requirement requirement in requirements)
        {
            bool met = result.Evaluate(requirement, margin).Met;
            Terminal.WriteLine($"Required {requirement}: {(met ? "met" : "not met")}.");
            all &= met;
        }

        return all;
    }

    private static Requirement Parse(string text, IReadOnlyList<string> arms)
    {
        Requirement requirement = Read(text);
        requirement = requirement with { Arm = Canonical(requirement.Arm), Reference = Canonical(requirement.Reference) };
        foreach (string name in new[] { requirement.Arm, requirement.Reference })
        {
            if (!arms.Contains(name))
                throw new UsageException($"--require: expected arms from {string.Join(", ", arms)}, got {name} in '{text}'.");
        }

        return requirement;
    }

    private static Requirement Read(string text)
    {
        try
        {
            return Requirement.Parse(text);
        }
        catch (FormatException error)
        {
            throw new UsageException($"--require: {error.Message}");
        }
    }

    // Arms are named as NormSpec writes them, whatever spaces or forms of numbers the user prefers.
    private static string Canonical(string arm)
    {
        int mark = arm.LastIndexOf('#');
        (string norm, string number) = mark < 0 ? (arm, "") : (arm[..mark], arm[mark..]);
        try
        {
            return NormSpec.Parse(norm) + number;
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"--require: {error.Message}");
        }
    }
}
