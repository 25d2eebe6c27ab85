namespace L2BN.Analysis.Statistics;

/// <summary>How a paired comparison is made; checked where it is used.</summary>
public sealed record PairedOptions
{
    /// <summary>Level of the interval, strictly between 0 and 1; default 0.95. The verdict always uses 5 %.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// The largest difference that does not matter, in the units of the values (percentage points for accuracies), finite and &gt; 0;
    /// default none, and then no comparison is <see cref="Verdict.Equivalent"/>.
    /// </summary>
    public double? Margin { get; init; }

    /// <summary>From this many pairs on the interval is a BCa bootstrap instead of Student's t; ≥ 6, default 20.</summary>
    public int BootstrapFrom { get; init; } = 20;

    /// <summary>
    /// Widens the bootstrap interval to Student's width (Hesterberg 2015, "expanded percentiles"); default true. Without it a bootstrap
    /// of 20 pairs covers about 93 % instead of 95 %.
    /// </summary>
    public bool ExpandBootstrap { get; init; } = true;

    /// <summary>Draws of the bootstrap, and of the permutation test beyond 40 pairs; ≥ 1000, default 20 000.</summary>
    public int Resamples { get; init; } = 20_000;

    /// <summary>Seed of those draws; the same seed gives the same numbers everywhere. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How many comparisons are decided together, ≥ 1, default 1. It tightens what n pairs can decide (5 % divided by this number);
    /// the p value itself is corrected by <see cref="ArmComparison.AgainstFirst"/>.
    /// </summary>
    public int Comparisons { get; init; } = 1;

    internal PairedOptions Checked()
    {
        Require(Confidence is > 0 and < 1, nameof(Confidence), Confidence, "strictly between 0 and 1, for example 0.95");
        Require(Margin is null || (Margin > 0 && double.IsFinite(Margin.Value)), nameof(Margin), Margin, "finite and above 0");
        Require(BootstrapFrom >= PairedComparison.MinimumPairs, nameof(BootstrapFrom), BootstrapFrom, "6 or more");
        Require(Resamples >= 1000, nameof(Resamples), Resamples, "1000 or more");
        Require(Comparisons >= 1, nameof(Comparisons), Comparisons, "1 or more");
        return this;
    }

    private static void Require(bool holds, string name, object? value, string expected)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"Expected {name} to be {expected}, got {value}.");
    }
}
