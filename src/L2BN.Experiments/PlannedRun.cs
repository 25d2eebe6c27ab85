namespace L2BN.Experiments;

/// <summary>One run of a comparison's plan.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="ArmIndex">Its place among the arms, from 0.</param>
/// <param name="Pair">The pair, from 0: runs of a pair share weights and order, unless an arm is a repeated one.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record PlannedRun(Arm Arm, int ArmIndex, int Pair, int Seed)
{
    // Odd pairs run the arms backwards: whatever drifts within a pair (temperature, other processes) favours nobody.
    internal static IReadOnlyList<PlannedRun> All(ComparisonOptions options)
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(options.Norms);
        return [.. Enumerable.Range(0, options.Seeds).SelectMany(pair =>
        {
            var inOrder = arms.Select((arm, index) => new PlannedRun(arm, index, pair, arm.Seed(options.Training.Seed, pair)));
            return pair % 2 == 0 ? inOrder : inOrder.Reverse();
        })];
    }
}
