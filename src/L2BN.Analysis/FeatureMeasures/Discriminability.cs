namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// How well features separate classes at one layer of a network: as they are (<see cref="Raw"/>) and as they would be after l2
/// normalization (<see cref="Unit"/>), from one pass over the data.
/// </summary>
public sealed record Discriminability
{
    /// <summary>Samples added.</summary>
    public required int Samples { get; init; }

    /// <summary>Features per sample, d.</summary>
    public required int Dimension { get; init; }

    /// <summary>Indices of the classes measured; those without samples are absent where they were ignored.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>
    /// Samples used for NC1, NC4 and the nearest-class-mean accuracy: all, or a random subsample that fits
    /// <see cref="FeatureStatisticsOptions.ReservoirBytes"/> and <see cref="FeatureStatisticsOptions.LeaveOneOutOperations"/>.
    /// </summary>
    public required int LeaveOneOutSamples { get; init; }

    /// <summary>Samples used for the silhouette.</summary>
    public required int SilhouetteSamples { get; init; }

    /// <summary>The sample norms.</summary>
    public required NormStatistics Norms { get; init; }

    /// <summary>Cosines and class separation R²: the same for raw and unit-length features.</summary>
    public required CosineStatistics Cosines { get; init; }

    /// <summary>Geometry of the features as they are.</summary>
    public required ClassGeometry Raw { get; init; }

    /// <summary>Geometry of the features scaled to unit length: what l2 normalization would change here.</summary>
    public required ClassGeometry Unit { get; init; }

    /// <summary>
    /// Share (0…1) of the features' variance around their mean that lies in the norms, Var‖h‖/(tr S_W + tr S_B): 0 if all samples are
    /// equally long, 1 if they differ in nothing but length. l2 normalization removes it. Null without any spread.
    /// </summary>
    public double? NormVarianceShare => Raw.WithinScatter + Raw.BetweenScatter is > 0 and var total
        ? Math.Min(1, Norms.StandardDeviation * Norms.StandardDeviation / total)
        : null;

    /// <summary>What l2 normalization would change here: every measure that has a raw and a unit-length value.</summary>
    public IReadOnlyList<NormalizingEffect> NormalizingEffects() =>
        [.. DiscriminabilityMetric.All.Where(metric => metric.HasUnitForm)
            .Select(metric => new NormalizingEffect(metric, metric.Value(this, false), metric.Value(this, true)))];
}

/// <summary>One measure before and after scaling every sample to unit length.</summary>
/// <param name="Metric">The measure.</param>
/// <param name="Raw">Its value on the features as they are; null where it does not exist.</param>
/// <param name="Unit">Its value on the unit-length features; null where it does not exist.</param>
public sealed record NormalizingEffect(DiscriminabilityMetric Metric, double? Raw, double? Unit)
{
    /// <summary>Whether the change is for the better; null if a value is missing, nothing changes, or the measure does not judge.</summary>
    public bool? Improves =>
        Raw is { } raw && Unit is { } unit && raw != unit && Metric.HigherIsBetter is { } higher ? unit > raw == higher : null;
}
