namespace L2BN.Analysis;

/// <summary>
/// Holm's step-down correction (1979): the chance of any false claim among m comparisons stays at 5 %, under any dependence.
/// </summary>
internal static class Holm
{
    /// <summary>Adjusted p values in the order given: the running maximum of (m − rank)·p over the sorted p, at most 1.</summary>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        var adjusted = new double[p.Count];
        double running = 0;
        foreach (var (rank, index) in Enumerable.Range(0, p.Count).OrderBy(i => p[i]).Index())
            adjusted[index] = running = Math.Max(running, Math.Min(1, (p.Count - rank) * p[index]));
        return adjusted;
    }
}
