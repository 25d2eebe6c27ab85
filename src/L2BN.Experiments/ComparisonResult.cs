using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>A finished comparison.</summary>
/// <param name="Summary">Arms and paired differences.</param>
/// <param name="Runs">Every run, in the order they ran.</param>
/// <param name="Folder">Where records and report lie.</param>
public sealed record ComparisonResult(ComparisonSummary Summary, IReadOnlyList<RunRecord> Runs, string Folder);
