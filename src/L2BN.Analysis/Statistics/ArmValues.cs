namespace L2BN.Analysis;

/// <summary>One arm of an experiment: its name and one value per seed (or fold), the same seeds in the same order in every arm.</summary>
/// <param name="Name">As reports print it, for example <c>l2bn</c>.</param>
/// <param name="Values">One finite value per seed, higher is better; accuracies in percent.</param>
public sealed record ArmValues(string Name, IReadOnlyList<double> Values);
