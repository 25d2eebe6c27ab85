namespace L2BN.Experiments;

/// <summary>One run of a comparison's plan.</summary>
internal sealed record PlannedRun(Arm Arm, int ArmIndex, int Pair, int Seed)
{
    // Odd pairs run the arms backwards: whatever drifts within a pair (temperature, other processes) favours nobody.
    public static IReadOnlyList<PlannedRun> All(ComparisonOptions options)
    {
        IReadOnlyList<Arm> arms = Arm.Of(options.Norms);
        return [.. Enumerable.Range(0, options.Seeds).SelectMany(pair =>
        {
            var inOrder = arms.Select((arm, index) => new PlannedRun(arm, index, pair, arm.Seed(options.Training.Seed, pair)));
            return pair % 2 == 0 ? inOrder : inOrder.Reverse();
        })];
    }
}
