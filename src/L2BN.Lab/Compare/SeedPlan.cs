using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>How many pairs are trained, and after which of them the result is looked at.</summary>
/// <param name="Seeds">The most pairs.</param>
/// <param name="Looks">Numbers of pairs that rise to <paramref name="Seeds"/>; empty for one look at the end.</param>
internal sealed record SeedPlan(int Seeds, IReadOnlyList<int> Looks)
{
    private const int MostSeeds = 100_000;
    private const string Auto = "7..40";

    // Each look has about half as many pairs more than the one before.
    private static readonly int[] s_steps = [10, 15, 25, 40, 60];

    /// <summary>Reads <c>6</c>, <c>7..40</c> or <c>auto</c>, which is <c>7..40</c>.</summary>
    /// <exception cref="UsageException">The text is none of them.</exception>
    public static SeedPlan Parse(string text)
    {
        string[] ends = (text == "auto" ? Auto : text).Split("..");
        if (ends.Length > 2 || !NumberText.TryParse(ends[0], out int first) || !NumberText.TryParse(ends[^1], out int last)
            || first < 1 || last > MostSeeds || (ends.Length == 2 && first >= last))
        {
            throw new UsageException(
                $"--seeds: expected a number from 1 to {MostSeeds}, two of them that rise as in {Auto}, or auto, got '{text}'.");
        }

        return ends.Length == 1 ? new SeedPlan(first, []) : new SeedPlan(last, [first, .. Between(first, last), last]);
    }

    private static IEnumerable<int> Between(int first, int last)
    {
        for (int scale = 1; scale * s_steps[0] < last; scale *= 10)
        {
            foreach (int step in s_steps.Where(step => scale * step > first && scale * step < last))
                yield return scale * step;
        }
    }
}
