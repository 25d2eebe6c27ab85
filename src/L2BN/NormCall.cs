namespace L2BN;

/// <summary>One call of the layer with every decision made: what a path (fused or composed) has to compute.</summary>
/// <param name="UseBatchStatistics">Normalise by this batch's statistics (training) instead of the running ones.</param>
/// <param name="Momentum">Weight of this batch in the running statistics, 0 to 1.</param>
/// <param name="Eps">Added to the variance, at least 0.</param>
/// <param name="Scale">The length that every sample is given.</param>
/// <param name="NormEps">Norms below this are taken as this, above 0.</param>
/// <param name="Activation">Applied last.</param>
/// <param name="NegativeSlope">Slope of <see cref="Activation.LeakyRelu"/> for negative values.</param>
internal readonly record struct NormCall(
    bool UseBatchStatistics,
    double Momentum,
    double Eps,
    FeatureScale Scale,
    double NormEps,
    Activation Activation = Activation.Identity,
    double NegativeSlope = NormCall.DefaultNegativeSlope)
{
    internal const double DefaultNegativeSlope = 0.01;

    /// <summary>τ for samples of <paramref name="dimension"/> elements.</summary>
    internal double Length(long dimension) => Scale == FeatureScale.Unit ? 1 : Math.Sqrt(dimension);
}
