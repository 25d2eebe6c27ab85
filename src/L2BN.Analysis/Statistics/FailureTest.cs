namespace L2BN.Analysis.Statistics;

/// <summary>
/// Whether one arm fails more often than another over the same seeds: of the pairs in which exactly one run failed, each is as likely to be
/// that of either arm (the exact test of McNemar 1947).
/// </summary>
public static class FailureTest
{
    /// <summary>Two-sided p; 1 where the arms failed together.</summary>
    /// <param name="a">Whether each run of the first arm failed.</param>
    /// <param name="b">The same of the second, for the same seeds in the same order.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double P(IReadOnlyList<bool> a, IReadOnlyList<bool> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Count != b.Count)
            throw new ArgumentException($"Expected one outcome of each arm per seed, got {a.Count} and {b.Count}.");
        int onlyA = a.Zip(b).Count(pair => pair is (true, false)), onlyB = a.Zip(b).Count(pair => pair is (false, true));
        int pairs = onlyA + onlyB;
        double patterns = Math.Pow(2, pairs), ways = 1, tail = 0;
        for (int k = 0; k <= Math.Min(onlyA, onlyB); k++)
        {
            tail += ways / patterns;
            ways *= (double)(pairs - k) / (k + 1);
        }

        return Math.Min(1, 2 * tail);
    }

    /// <summary>p of every arm against the first, after Holm's correction.</summary>
    /// <param name="arms">Of each arm, whether each run failed; all for the same seeds.</param>
    public static IReadOnlyList<double> AgainstFirst(IReadOnlyList<IReadOnlyList<bool>> arms)
    {
        ArgumentNullException.ThrowIfNull(arms);
        return arms.Count < 2 ? [] : Holm.Adjust([.. arms.Skip(1).Select(arm => P(arms[0], arm))]);
    }
}
