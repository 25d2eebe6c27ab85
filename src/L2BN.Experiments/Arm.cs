namespace L2BN.Experiments;

/// <summary>One arm of a comparison: a norm and the seeds that it runs with.</summary>
/// <param name="Name">Name in tables: the norm as written; <c>bn#2</c> for the second appearance of <c>bn</c>.</param>
/// <param name="Norm">What the model factory is given.</param>
/// <param name="Appearance">Zero for the first appearance; a repeated arm draws seeds of its own, which makes an A/A test.</param>
public sealed record Arm(string Name, string Norm, int Appearance)
{
    // Far beyond any number of seeds that a comparison can afford, so that repeated arms never share one.
    private const int SeedStride = 1_000_000;

    /// <summary>Names the arms of a list in order.</summary>
    public static IReadOnlyList<Arm> FromNorms(IEnumerable<string> norms)
    {
        Dictionary<string, int> seen = [];
        return [.. norms.Select(norm => Next(norm, seen))];
    }

    /// <summary>Seed of this arm's run in pair <paramref name="pair"/>.</summary>
    public int Seed(int firstSeed, int pair) => firstSeed + pair + (Appearance * SeedStride);

    /// <summary>The seed that <paramref name="seed"/> of this arm stands beside in its pair: that of an arm's first appearance.</summary>
    internal int BaseSeed(int seed) => seed - (Appearance * SeedStride);

    private static Arm Next(string norm, Dictionary<string, int> seen)
    {
        int appearance = seen.GetValueOrDefault(norm);
        seen[norm] = appearance + 1;
        return new Arm(appearance == 0 ? norm : $"{norm}#{appearance + 1}", norm, appearance);
    }
}
