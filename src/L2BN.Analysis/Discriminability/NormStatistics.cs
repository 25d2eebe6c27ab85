namespace L2BN.Analysis;

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

    /// <summary>Standard deviation/mean over all samples; 0 after l2 normalisation. Null if all features are 0.</summary>
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
