namespace L2BN.Analysis;

/// <summary>The formulas of <see cref="NormStatistics"/>.</summary>
internal static class NormStatisticsCalculator
{
    /// <param name="norms">Norms per class; no class is empty.</param>
    /// <param name="indices">The classes' own indices.</param>
    /// <param name="bins">Bins of the histograms.</param>
    /// <param name="clamped">Samples below norm_eps.</param>
    public static NormStatistics Measure(IReadOnlyList<List<double>> norms, IReadOnlyList<int> indices, int bins, int clamped)
    {
        var total = norms.Sum(list => (double)list.Count);
        var mean = norms.Sum(list => list.Sum()) / total;
        var edges = Edges(norms.Min(list => list.Min()), norms.Max(list => list.Max()), bins);
        var classes = norms.Select((list, k) => Of(list, indices[k], edges)).ToArray();
        var within = classes.Sum(c => c.Count * c.StandardDeviation * c.StandardDeviation) / total;
        var between = classes.Sum(c => c.Count * (c.Mean - mean) * (c.Mean - mean)) / total;
        double? Share(double variance) => mean > 0 ? Math.Sqrt(variance) / mean : null;
        return new NormStatistics
        {
            Mean = mean,
            StandardDeviation = Math.Sqrt(within + between),
            Variation = Share(within + between),
            VariationWithin = Share(within),
            VariationBetween = Share(between),
            Clamped = clamped,
            Classes = classes,
            HistogramEdges = edges,
        };
    }

    private static ClassNorms Of(List<double> norms, int index, double[] edges)
    {
        var sorted = norms.Order().ToArray();
        var mean = sorted.Average();
        var deviation = Quantiles.PopulationDeviation(sorted);
        double Quantile(double share) => Quantiles.Quantile(sorted, share);
        return new(index, sorted.Length, mean, deviation, sorted[0], Quantile(0.05), Quantile(0.25), Quantile(0.5), Quantile(0.75),
            Quantile(0.95), sorted[^1], Histogram(sorted, edges));
    }

    // Equal norms would make bins of width 0; a width of the norm itself (or 1) keeps the picture drawable.
    private static double[] Edges(double least, double most, int bins)
    {
        if (most <= least)
            (least, most) = (least * 0.5, least > 0 ? least * 1.5 : 1);
        return [.. Enumerable.Range(0, bins + 1).Select(i => least + ((most - least) * i / bins))];
    }

    private static int[] Histogram(double[] norms, double[] edges)
    {
        var bins = edges.Length - 1;
        var counts = new int[bins];
        foreach (var norm in norms)
            counts[Math.Clamp((int)((norm - edges[0]) / (edges[^1] - edges[0]) * bins), 0, bins - 1)]++;
        return counts;
    }
}
