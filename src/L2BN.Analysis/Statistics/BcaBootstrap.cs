namespace L2BN.Analysis.Statistics;

/// <summary>Bias-corrected and accelerated bootstrap interval for a mean (Efron 1987).</summary>
internal static class BcaBootstrap
{
    /// <summary>
    /// The interval between the corrected quantiles of <paramref name="resamples"/> resampled means, where
    /// <paramref name="deviate"/> is the normal deviate of the wanted level: 1.96 for plain 95 %.
    /// </summary>
    public static (double Low, double High) Interval(ReadOnlySpan<double> values, double deviate, int resamples, ulong seed)
    {
        double mean = Mean(values);
        double[] means = ResampledMeans(values, resamples, seed);
        double bias = NormalDistribution.Quantile(MidShareBelow(means, mean));
        double acceleration = Acceleration(values, mean);
        return (
            Quantiles.Quantile(means, Corrected(-deviate, bias, acceleration)),
            Quantiles.Quantile(means, Corrected(deviate, bias, acceleration)));
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum / values.Length;
    }

    private static double[] ResampledMeans(ReadOnlySpan<double> values, int resamples, ulong seed)
    {
        var random = new SplitMix64(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
                sum += values[(int)random.Below(values.Length)];
            means[r] = sum / values.Length;
        }
        Array.Sort(means);
        return means;
    }

    // Ties count half; the share is kept off 0 and 1, where the deviate would be infinite.
    private static double MidShareBelow(double[] sorted, double mean)
    {
        int below = 0, upTo = 0;
        foreach (double value in sorted)
        {
            below += value < mean ? 1 : 0;
            upTo += value <= mean ? 1 : 0;
        }
        return Math.Clamp((below + upTo) / (2.0 * sorted.Length), 0.5 / sorted.Length, 1 - (0.5 / sorted.Length));
    }

    // The jackknife's skewness; for a mean its values are an affine map of the data, so the data give it directly.
    private static double Acceleration(ReadOnlySpan<double> values, double mean)
    {
        double squares = 0, cubes = 0;
        foreach (double value in values)
        {
            double centered = value - mean;
            squares += centered * centered;
            cubes += centered * centered * centered;
        }
        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static double Corrected(double deviate, double bias, double acceleration)
    {
        double shifted = bias + deviate;
        return NormalDistribution.Cdf(bias + (shifted / (1 - (acceleration * shifted))));
    }
}
