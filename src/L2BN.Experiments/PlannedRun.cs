namespace L2BN.Experiments;

/// <summary>One run of a plan: a comparison has arms × seeds of them, <c>l2bn train</c> has one.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="ArmIndex">Its position among the arms, from 0.</param>
/// <param name="Pair">The pair, from 0: runs of a pair share weights and order, unless an arm is a repeated one.</param>
/// <param name="Seed">Seed of the run.</param>
public sealed record PlannedRun(Arm Arm, int ArmIndex, int Pair, int Seed)
{
    /// <summary>Position in the plan, from 0.</summary>
    public int Index { get; init; }

    /// <summary>A plan of one run.</summary>
    /// <param name="norm">What the model factory is given.</param>
    /// <param name="seed">Seed of the run, ≥ 0.</param>
    public static PlannedRun CreateSingle(string norm, int seed) => new(new Arm(norm, norm, Appearance: 0), ArmIndex: 0, Pair: 0, seed);

    // Odd pairs run the arms backwards: drift within a pair (temperature, other processes) favors no arm.
    internal static IReadOnlyList<PlannedRun> CreateAll(ComparisonOptions options)
    {
        IReadOnlyList<Arm> arms = Arm.FromNorms(options.Norms);
        IEnumerable<PlannedRun> runs = Enumerable.Range(0, options.Seeds).SelectMany(pair =>
        {
            IEnumerable<PlannedRun> inOrder =
                arms.Select((arm, index) => new PlannedRun(arm, index, pair, arm.Seed(options.Training.Seed, pair)));
            return pair % 2 == 0 ? inOrder : inOrder.Reverse();
        });
        return [.. runs.Select((run, index) => run with { Index = index })];
    }
}

/// <summary>One arm of a comparison: a norm and the seeds that it runs with.</summary>
/// <param name="Name">Name in tables: the norm as written; <c>bn#2</c> for the second appearance of <c>bn</c>.</param>
/// <param name="Norm">What the model factory is given.</param>
/// <param name="Appearance">Zero for the first appearance; a repeated arm draws seeds of its own, which makes an A/A test.</param>
public sealed record Arm(string Name, string Norm, int Appearance)
{
    // Far beyond any number of seeds that a comparison can afford, so that repeated arms never share one.
    private const int SeedStride = 1_000_000;

    /// <summary>Names the arms of a list of norms, in order.</summary>
    public static IReadOnlyList<Arm> FromNorms(IEnumerable<string> norms)
    {
        Dictionary<string, int> seen = [];
        return [.. norms.Select(norm => Next(norm, seen))];
    }

    /// <summary>Seed of this arm's run in pair <paramref name="pair"/>.</summary>
    public int Seed(int firstSeed, int pair) => firstSeed + pair + (Appearance * SeedStride);

    /// <summary>The seed of the same pair in an arm's first appearance.</summary>
    internal int BaseSeed(int seed) => seed - (Appearance * SeedStride);

    private static Arm Next(string norm, Dictionary<string, int> seen)
    {
        int appearance = seen.GetValueOrDefault(norm);
        seen[norm] = appearance + 1;
        return new Arm(appearance == 0 ? norm : $"{norm}#{appearance + 1}", norm, appearance);
    }
}
