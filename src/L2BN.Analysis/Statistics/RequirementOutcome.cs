namespace L2BN.Analysis;

/// <summary>Whether a requirement was met, and the comparison that says so.</summary>
/// <param name="Requirement">What was asked.</param>
/// <param name="Met">True if the data show it; undecided is not met.</param>
/// <param name="Result">Required arm minus reference.</param>
public sealed record RequirementOutcome(Requirement Requirement, bool Met, PairedResult Result);
