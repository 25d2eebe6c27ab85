namespace L2BN.Analysis;

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
