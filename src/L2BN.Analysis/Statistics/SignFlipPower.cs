using System.Collections.Concurrent;

namespace L2BN.Analysis.Statistics;

/// <summary>What the two-sided sign-flip test detects among normal differences: few pairs make its p too coarse for the t-test's
/// power.</summary>
internal static class SignFlipPower
{
    private const int Samples = 20_000;

    // With so many patterns to reject in each tail, the t-test's power is right to within two points (docs/statistics.md).
    private const double FinePatterns = 50;

    private static readonly ConcurrentDictionary<(double Power, double Alpha, int Pairs), double> s_known = new();

    /// <summary>
    /// The true mean difference, in standard deviations of the differences, that the test finds with the given probability; null where so
    /// few pairs reject nothing. Where only pairs of one sign reject it is Φ⁻¹(power^(1/n)); where the patterns are few, simulated with a
    /// fixed seed; else that of the t-test.
    /// </summary>
    public static double? ShiftFor(double power, double alpha, int pairs)
    {
        double rank = Math.Floor(alpha / 2 * Math.Pow(2, pairs));
        return rank < 1 ? null
            : rank < 2 ? NormalDistribution.Quantile(Math.Pow(power, 1.0 / pairs))
            : rank >= FinePatterns ? TTestPower.ShiftFor(power, alpha, pairs - 1) / Math.Sqrt(pairs)
            : s_known.GetOrAdd((power, alpha, pairs), key => Simulated(key.Power, rank, key.Pairs));
    }

    // Added to all of a sample's values, a shift is found once it lifts the lower end of the interval above 0.
    private static double Simulated(double power, double rank, int pairs)
    {
        var random = new SplitMix64(20220702);
        double[] needed = new double[Samples];
        double[] values = new double[pairs];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int i = 0; i < pairs; i++)
                values[i] = Normal(ref random);
            needed[sample] = -SubsetMeans.Smallest(values, rank);
        }

        Array.Sort(needed);
        return Quantiles.Quantile(needed, power);
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
}
