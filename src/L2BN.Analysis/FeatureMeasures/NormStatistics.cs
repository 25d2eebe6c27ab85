namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// Distribution of the sample l2 norms, what L2BN makes equal. Standard deviations divide by N; squared, the coefficients of variation
/// within and between classes add up to the total.
/// </summary>
public sealed record NormStatistics
{
    /// <summary>Mean norm.</summary>
    public required double Mean { get; init; }

    /// <summary>Standard deviation of the norm over all samples.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Standard deviation/mean over all samples; 0 after l2 normalization. Null if all features are 0.</summary>
    public double? Variation { get; init; }

    /// <summary>The part of <see cref="Variation"/> within classes. Null if all features are 0.</summary>
    public double? VariationWithin { get; init; }

    /// <summary>The part of <see cref="Variation"/> between classes: their mean norms differ. Null if all features are 0.</summary>
    public double? VariationBetween { get; init; }

    /// <summary>How many samples have a norm below the layer's norm_eps: z is 0 or shorter than unit length there.</summary>
    public required int Clamped { get; init; }

    /// <summary>The classes, in order of their index.</summary>
    public required IReadOnlyList<ClassNorms> Classes { get; init; }

    /// <summary>Edges of the histogram bins that all classes share, one more than bins, rising.</summary>
    public required IReadOnlyList<double> HistogramEdges { get; init; }
}

/// <summary>Norms of one class.</summary>
/// <param name="Class">Index of the class.</param>
/// <param name="Count">Samples.</param>
/// <param name="Mean">Mean norm.</param>
/// <param name="StandardDeviation">Standard deviation, divided by the number of samples.</param>
/// <param name="Minimum">Smallest norm.</param>
/// <param name="Quantile5">5 % quantile, linearly interpolated like the others.</param>
/// <param name="Quantile25">25 % quantile.</param>
/// <param name="Median">Median.</param>
/// <param name="Quantile75">75 % quantile.</param>
/// <param name="Quantile95">95 % quantile.</param>
/// <param name="Maximum">Largest norm.</param>
/// <param name="Histogram">Samples per bin of <see cref="NormStatistics.HistogramEdges"/>.</param>
public sealed record ClassNorms(
    int Class, int Count, double Mean, double StandardDeviation, double Minimum, double Quantile5, double Quantile25, double Median,
    double Quantile75, double Quantile95, double Maximum, IReadOnlyList<int> Histogram);

/// <summary>The formulas of <see cref="NormStatistics"/>.</summary>
internal static class NormStatisticsCalculator
{
    /// <param name="norms">Norms per class; no class is empty.</param>
    /// <param name="indices">The classes' own indices.</param>
    /// <param name="bins">Bins of the histograms.</param>
    /// <param name="clamped">Samples below norm_eps.</param>
    public static NormStatistics Compute(IReadOnlyList<List<double>> norms, IReadOnlyList<int> indices, int bins, int clamped)
    {
        double total = norms.Sum(list => (double)list.Count);
        double mean = norms.Sum(list => list.Sum()) / total;
        double[] edges = Edges(norms.Min(list => list.Min()), norms.Max(list => list.Max()), bins);
        ClassNorms[] classes = norms.Select((list, k) => ComputeClass(list, indices[k], edges)).ToArray();
        double within = classes.Sum(c => c.Count * c.StandardDeviation * c.StandardDeviation) / total;
        double between = classes.Sum(c => c.Count * (c.Mean - mean) * (c.Mean - mean)) / total;
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

    private static ClassNorms ComputeClass(List<double> norms, int index, double[] edges)
    {
        double[] sorted = norms.Order().ToArray();
        double mean = sorted.Average();
        double deviation = Quantiles.PopulationDeviation(sorted);
        double Quantile(double share) => Quantiles.Quantile(sorted, share);
        return new(index, sorted.Length, mean, deviation, sorted[0], Quantile(0.05), Quantile(0.25), Quantile(0.5), Quantile(0.75),
            Quantile(0.95), sorted[^1], Histogram(sorted, edges));
    }

    // Equal norms would make bins of width 0; a width of the norm itself (or 1) can be drawn.
    private static double[] Edges(double least, double most, int bins)
    {
        if (most <= least)
            (least, most) = (least * 0.5, least > 0 ? least * 1.5 : 1);
        return [.. Enumerable.Range(0, bins + 1).Select(i => least + ((most - least) * i / bins))];
    }

    private static int[] Histogram(double[] norms, double[] edges)
    {
        int bins = edges.Length - 1;
        int[] counts = new int[bins];
        foreach (double norm in norms)
            counts[Math.Clamp((int)((norm - edges[0]) / (edges[^1] - edges[0]) * bins), 0, bins - 1)]++;
        return counts;
    }
}
