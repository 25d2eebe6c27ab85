namespace L2BN.Reporting;

/// <summary>Moves labels apart so that none covers another.</summary>
internal static class Labels
{
    /// <summary>Heights at least <paramref name="gap"/> apart, in the order of <paramref name="wanted"/>, as near to them as a push down and a push back up get.</summary>
    public static double[] Apart(IReadOnlyList<double> wanted, double gap, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        double[] heights = [.. wanted.Select(height => Math.Clamp(height, top, bottom))];
        for (int k = 1; k < order.Length; k++) heights[order[k]] = Math.Max(heights[order[k]], heights[order[k - 1]] + gap);
        double limit = bottom;
        foreach (int i in order.Reverse())
        {
            heights[i] = Math.Min(heights[i], limit);
            limit = heights[i] - gap;
        }

        return heights;
    }
}
