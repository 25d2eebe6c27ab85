using System.Text.Json;
using CsCheck;
using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class PairedComparisonTests
{
    private static readonly double[] s_base = [70.1, 69.8, 70.4, 70.0, 69.9, 70.2, 70.3, 69.7];

    [Fact]
    public void Numbers_are_scipys()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("comparisons"))
        {
            var options = new PairedOptions { Margin = row.Number("margin"), BootstrapFrom = 1000 };
            PairedResult result = PairedComparison.Compute(row.Numbers("a"), row.Numbers("b"), options);
            Close.To(row.Number("mean"), result.DeltaMean!.Value, 1e-12);
            Close.To(row.Number("std"), result.StandardDeviation!.Value, 1e-12);
            Close.To(row.Number("low"), result.Interval!.Value.Low, 1e-10);
            Close.To(row.Number("high"), result.Interval!.Value.High, 1e-10);
            Close.To(row.Number("p_sign_flip"), result.PSignFlip!.Value, 1e-12);
            Close.To(row.Number("effect"), result.EffectSize!.Value, 1e-12);
            Close.To(row.Number("p_not_worse"), result.PNotWorse!.Value, 1e-10);
            Close.To(row.Number("p_not_better"), result.PNotBetter!.Value, 1e-10);
        }
    }

    [Fact]
    public void Plain_bootstrap_is_scipys_up_to_its_draws()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("comparisons").Where(row => row.TryGetProperty("bca_low", out _)))
        {
            var options = new PairedOptions { ExpandBootstrap = false, Resamples = 200_000 };
            PairedResult result = PairedComparison.Compute(row.Numbers("a"), row.Numbers("b"), options);
            Assert.Equal("bca-plain", result.IntervalMethod);
            double width = row.Number("bca_high") - row.Number("bca_low");
            Close.To(row.Number("bca_low"), result.Interval!.Value.Low, 0, 0.01 * width);
            Close.To(row.Number("bca_high"), result.Interval!.Value.High, 0, 0.01 * width);
        }
    }

    [Fact]
    public void Expanded_bootstrap_is_wider_than_the_plain_one_by_students_factor()
    {
        double[] b = [.. Enumerable.Range(0, 24).Select(i => Math.Sin(i * 1.7))];
        double[] a = new double[24];
        (double Low, double High) plain =
            PairedComparison.Compute(a, b, new() { ExpandBootstrap = false, Resamples = 200_000 }).Interval!.Value;
        PairedResult wide = PairedComparison.Compute(a, b, new() { Resamples = 200_000 });
        Assert.Equal("bca", wide.IntervalMethod);
        double factor = StudentT.Quantile(0.975, 23) * Math.Sqrt(24 / 23.0) / NormalDistribution.Quantile(0.975);
        Close.To(factor, (wide.Interval!.Value.High - wide.Interval.Value.Low) / (plain.High - plain.Low), 0.02);
    }

    [Fact]
    public void Method_changes_at_twenty_pairs()
    {
        double[] b = [.. Enumerable.Range(0, 20).Select(i => (double)(i * i % 7))];
        Assert.Equal("t", PairedComparison.Compute(new double[19], b[..19]).IntervalMethod);
        Assert.Equal("bca", PairedComparison.Compute(new double[20], b).IntervalMethod);
    }

    [Fact]
    public void Six_uniform_gains_are_better_and_their_mirror_is_worse()
    {
        double[] gains = [0.5, 0.7, 0.4, 0.6, 0.5, 0.8];
        (double[] a, double[] b) = (s_base[..6], s_base[..6].Zip(gains, (x, d) => x + d).ToArray());
        PairedResult better = PairedComparison.Compute(a, b);
        Assert.Equal((Verdict.Better, 0.03125, 0), (better.Verdict, better.PSignFlip, better.MorePairsNeeded));
        Assert.Equal(Verdict.Worse, PairedComparison.Compute(b, a).Verdict);
    }

    [Fact]
    public void Five_pairs_never_decide()
    {
        PairedResult result =
            PairedComparison.Compute(s_base[..5], [.. s_base[..5].Select((x, i) => x + 5 + (0.01 * i))], new() { Margin = 50 });
        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.Equal((0.0625, 0.0625), (result.PSignFlip, result.SmallestP));
        Assert.Null(result.SmallestDetectable);
        Assert.Equal(1, result.MorePairsNeeded);
    }

    [Fact]
    public void Equivalent_needs_a_margin()
    {
        double[] b = [.. s_base.Select((x, i) => x + (i % 2 == 0 ? 0.05 : -0.04))];
        Assert.Equal(Verdict.Undecided, PairedComparison.Compute(s_base, b).Verdict);
        Assert.Equal(Verdict.Equivalent, PairedComparison.Compute(s_base, b, new() { Margin = 0.5 }).Verdict);
        Assert.Equal(Verdict.Undecided, PairedComparison.Compute(s_base, b, new() { Margin = 0.02 }).Verdict);
    }

    [Fact]
    public void Identical_arms_have_p_one_and_no_effect()
    {
        PairedResult result = PairedComparison.Compute(s_base, s_base, new() { Margin = 0.1 });
        Assert.Equal((0.0, 1.0, 1.0, 8), (result.DeltaMean, result.PSignFlip, result.SmallestP, result.ZeroDifferences));
        Assert.Equal((0.0, 0.0), result.Interval);
        Assert.Null(result.EffectSize);
        Assert.Null(result.PairsNeeded);
        Assert.Null(result.SmallestDetectable);
        Assert.Equal(Verdict.Equivalent, result.Verdict);
    }

    [Fact]
    public void Equal_differences_have_no_spread_despite_rounding()
    {
        PairedResult result = PairedComparison.Compute(s_base, [.. s_base.Select(x => x + 0.3)], new() { Margin = 0.2 });
        Assert.Equal((0.0, Verdict.Better), (result.StandardDeviation, result.Verdict));
        Assert.Null(result.EffectSize);
        Assert.Equal(1, result.PEquivalent);
    }

    [Fact]
    public void Zeros_raise_the_smallest_p()
    {
        double[] b = [.. s_base.Select((x, i) => i < 3 ? x : x + 0.2 + (0.1 * i))];
        PairedResult result = PairedComparison.Compute(s_base, b);
        Assert.Equal((3, 2 / 32.0, 2 / 32.0), (result.ZeroDifferences, result.SmallestP, result.PSignFlip));
        Assert.Equal(Verdict.Undecided, result.Verdict);
    }

    [Theory, InlineData(0), InlineData(1)]
    public void Too_few_pairs_give_nulls(int pairs)
    {
        PairedResult result = PairedComparison.Compute(s_base[..pairs], [.. s_base[..pairs].Select(x => x + 1)], new() { Margin = 2 });
        Assert.Equal(pairs == 0 ? null : (double?)1, result.PSignFlip);
        Assert.Equal(pairs == 1, result.DeltaMean.HasValue);
        Assert.Null(result.Interval);
        Assert.Null(result.StandardDeviation);
        Assert.Null(result.PEquivalent);
        Assert.Equal(("none", Verdict.Undecided), (result.IntervalMethod, result.Verdict));
    }

    [Fact]
    public void Beyond_forty_pairs_p_is_drawn_and_says_so()
    {
        double[] b = [.. Enumerable.Range(0, 45).Select(i => Math.Cos(i) + 0.5)];
        PairedResult result = PairedComparison.Compute(new double[45], b);
        Assert.Equal(("monte-carlo", Verdict.Better), (result.PMethod, result.Verdict));
        Assert.Equal("exact", PairedComparison.Compute(new double[40], b[..40]).PMethod);
    }

    [Fact]
    public void Swapping_the_arms_mirrors_the_result() =>
        Gen.Double[60, 90].Array[12].Select(Gen.Double[60, 90].Array[12]).Sample((a, b) =>
        {
            var options = new PairedOptions { Margin = 3 };
            (PairedResult forth, PairedResult back) = (PairedComparison.Compute(a, b, options), PairedComparison.Compute(b, a, options));
            Close.To(-forth.DeltaMean!.Value, back.DeltaMean!.Value, 1e-12, 1e-12);
            Close.To(-forth.Interval!.Value.Low, back.Interval!.Value.High, 1e-9, 1e-12);
            Assert.Equal(forth.PSignFlip, back.PSignFlip);
            Assert.Equal(forth.PNotWorse!.Value, back.PNotBetter!.Value, 12);
            Assert.Equal(forth.SmallestDetectable!.Value, back.SmallestDetectable!.Value, 12);
        }, iter: 30);

    [Fact]
    public void Pairs_needed_would_detect_the_observed_effect()
    {
        double[] b = [.. s_base.Select((x, i) => x + 0.1 + (0.4 * Math.Sin(3 * i)))];
        PairedResult result = PairedComparison.Compute(s_base, b);
        int needed = result.PairsNeeded!.Value;
        Assert.Equal(Verdict.Undecided, result.Verdict);
        Assert.Equal(needed - 8, result.MorePairsNeeded);
        double effect = Math.Abs(result.EffectSize!.Value);
        double Power(int n) => TTestPower.TwoSided(effect * Math.Sqrt(n), StudentT.Quantile(0.975, n - 1), n - 1);
        Assert.True(Power(needed) >= 0.8 && Power(needed - 1) < 0.8);
    }

    [Fact]
    public void Bad_input_is_refused_with_the_remedy()
    {
        Refusal.Says<ArgumentException>("8 values", () => PairedComparison.Compute(s_base, s_base[..3]));
        double[] diverged = [.. s_base[..7], double.NaN];
        Refusal.Says<ArgumentException>("pair 7", () => PairedComparison.Compute(s_base, diverged));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Confidence = 95 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Margin = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { BootstrapFrom = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Resamples = 10 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Comparisons = 0 }));
    }
}
