using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

/// <summary>The promises of docs/statistics.md hold in simulated experiments whose truth is known.</summary>
public class CalibrationTests
{
    private const int Experiments = 2000;

    [Fact]
    public void False_positive_rate_is_at_most_five_percent()
    {
        var random = new SplitMix64(2022);
        int wrong = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
            wrong += Compare(6 + (experiment % 5), 0, ref random).Verdict is Verdict.Better or Verdict.Worse ? 1 : 0;
        Assert.InRange(wrong / (double)Experiments, 0.02, 0.05);
    }

    [Theory, InlineData(5), InlineData(6), InlineData(10), InlineData(20)]
    public void Interval_covers_the_truth_as_often_as_it_says(int pairs) =>
        Assert.InRange(Coverage(pairs, expand: true), 0.92, 0.98);

    // Why the bootstrap interval is widened: for 20 normal differences the plain one covers P(|T₁₉| ≤ 1.96·√(19/20)) = 92.9 %.
    [Fact]
    public void Plain_bootstrap_covers_too_little_and_the_expanded_one_enough()
    {
        Assert.InRange(Coverage(20, expand: false), 0.912, 0.944);
        Assert.InRange(Coverage(20, expand: true), 0.936, 0.964);
    }

    // With 12 pairs the t-test's 80 % point must be found about that often by the sign-flip test, which is nearly as powerful there.
    [Fact]
    public void Smallest_detectable_difference_is_detected_four_times_in_five()
    {
        const int pairs = 12;
        var random = new SplitMix64(5);
        double shift = TTestPower.ShiftFor(0.8, 0.05, pairs - 1) / Math.Sqrt(pairs);
        int found = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
            found += Compare(pairs, shift, ref random).Verdict == Verdict.Better ? 1 : 0;
        Assert.InRange(found / (double)Experiments, 0.76, 0.83);
    }

    private static double Coverage(int pairs, bool expand)
    {
        const double truth = 0.4;
        var random = new SplitMix64((ulong)pairs);
        int covered = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            (double low, double high) = Compare(pairs, truth, ref random, expand).Interval!.Value;
            covered += low <= truth && truth <= high ? 1 : 0;
        }
        return covered / (double)Experiments;
    }

    private static PairedResult Compare(int pairs, double truth, ref SplitMix64 random, bool expand = true)
    {
        double[] a = new double[pairs], b = new double[pairs];
        for (int i = 0; i < pairs; i++)
        {
            a[i] = 70 + Normal(ref random);
            b[i] = a[i] + truth + Normal(ref random);
        }
        return PairedComparison.Compute(a, b, new() { Resamples = 1000, ExpandBootstrap = expand });
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
}
