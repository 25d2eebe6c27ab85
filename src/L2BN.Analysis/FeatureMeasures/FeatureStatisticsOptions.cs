namespace L2BN.Analysis.FeatureMeasures;

/// <summary>How much memory and time <see cref="FeatureStatistics"/> takes, and how it treats odd data.</summary>
public sealed record FeatureStatisticsOptions
{
    /// <summary>
    /// Memory for the samples that a second pass needs (NC1, NC4, nearest class mean, silhouette, projections), in bytes; default 64 MiB,
    /// which is 262 144 samples of 64 features or 1 024 of 16 384. Beyond it a uniform random subsample is taken.
    /// </summary>
    public long ReservoirBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Multiply-adds of the leave-one-out pass (NC1, NC4, nearest class mean), which takes N·K·(d + K) for N samples; above 0, default
    /// 5·10⁹, which is all samples up to about 100 classes. Beyond it N is a uniform random subsample.
    /// </summary>
    public long LeaveOneOutOperations { get; init; } = 5_000_000_000;

    /// <summary>Samples of the silhouette, whose time grows with their square; ≥ 2, default 5000. Beyond it a random subsample is
    /// taken.</summary>
    public int SilhouetteSamples { get; init; } = 5000;

    /// <summary>Bins of the norm histograms; ≥ 1, default 40.</summary>
    public int HistogramBins { get; init; } = 40;

    /// <summary>Norms below this are clamped to it when features are normalized, as in the layer; &gt; 0, default 1e-12.</summary>
    public double NormEps { get; init; } = 1e-12;

    /// <summary>Leaves classes without samples out instead of refusing them; default false.</summary>
    public bool IgnoreEmptyClasses { get; init; }

    /// <summary>Seed of the subsampling; the same seed and order of samples choose the same ones. Default 0.</summary>
    public ulong Seed { get; init; }

    internal FeatureStatisticsOptions Checked()
    {
        Require(ReservoirBytes > 0, nameof(ReservoirBytes), ReservoirBytes, "above 0");
        Require(LeaveOneOutOperations > 0, nameof(LeaveOneOutOperations), LeaveOneOutOperations, "above 0");
        Require(SilhouetteSamples >= 2, nameof(SilhouetteSamples), SilhouetteSamples, "2 or more");
        Require(HistogramBins >= 1, nameof(HistogramBins), HistogramBins, "1 or more");
        Require(NormEps > 0 && double.IsFinite(NormEps), nameof(NormEps), NormEps, "finite and above 0");
        return this;
    }

    private static void Require(bool holds, string name, object value, string expected)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Expected {name} to be {expected}, got {value}.");
    }
}
