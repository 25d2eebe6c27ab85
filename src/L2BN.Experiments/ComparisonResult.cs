using L2BN.Analysis;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>A finished comparison.</summary>
/// <param name="Summary">Arms and paired differences.</param>
/// <param name="Runs">Every run, in the order they ran.</param>
/// <param name="Folder">Where records and report lie.</param>
public sealed record ComparisonResult(ComparisonSummary Summary, IReadOnlyList<RunRecord> Runs, string Folder)
{
    /// <summary>How many of <see cref="Runs"/> were not run again because an earlier start of the same comparison had finished them.</summary>
    public int Reused { get; init; }

    /// <summary>Holds a bar against the final accuracies, with the margin of the comparison.</summary>
    /// <exception cref="ArgumentException">An arm is not of this comparison, or <c>&gt;=</c> came without a margin.</exception>
    public RequirementOutcome Evaluate(Requirement requirement, double? margin = null)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return requirement.Evaluate(
            [.. Summary.Arms.Select(arm => new ArmValues(arm.Norm, arm.Accuracy.Values))], new PairedOptions { Margin = margin });
    }
}
