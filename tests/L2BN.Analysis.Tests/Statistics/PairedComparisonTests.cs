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
            PairedResult result =
                PairedComparison.Compute(row.Numbers("a"), row.Numbers("b"), new() { Margin = row.Number("margin") });
            Close.To(row.Number("mean"), result.DeltaMean!.Value, 1e-12);
            Close.To(row.Number("std"), result.StandardDeviation!.Value, 1e-12);
            if (result.IntervalMethod == "t")
                Close.To(row.Number("low"), result.Interval!.Value.Low, 1e-10);
            Assert.Equal(result.Pairs < 6 ? "t" : "sign-flip", result.IntervalMethod);
            Close.To(row.Number("p_sign_flip"), result.PSignFlip!.Value, 1e-12);
            Close.To(row.Number("effect"), result.EffectSize!.Value, 1e-12);
            Close.To(row.Number("p_not_worse"), result.PNotWorse!.Value, 1e-10);
            Close.To(row.Number("p_not_better"), result.PNotBetter!.Value, 1e-10);
        }
    }

    // Hartigan's endpoints, from all subset means.
    [Fact]
    public void Interval_is_between_two_subset_means() =>
        Gen.Double[-1, 1].Array[6, 11].Sample(d =>
        {
            double[] means = [.. Enumerable.Range(1, (1 << d.Length) - 1).Select(bits => Mean(d, bits)).Order()];
            int rank = (int)(0.025 * (1 << d.Length));
            (double low, double high) = PairedComparison.Compute(new double[d.Length], d).Interval!.Value;
            Close.To(means[rank - 1], low, 0, 1e-10);
            Close.To(means[^rank], high, 0, 1e-10);
        }, iter: 100);

    // Ties and zeros included: steps of a tenth.
    [Fact]
    public void Interval_excludes_zero_exactly_where_p_rejects_it() =>
        Gen.OneOf(Gen.Int[-4, 9].Array[6, 18], Gen.Int[-4, 9].Array[41, 45]).Sample(steps =>
        {
            PairedResult result = PairedComparison.Compute(
                new double[steps.Length], [.. steps.Select(step => 0.1 * step)], new() { Resamples = 2000 });
            bool excluded = result.Interval!.Value.Low > 0 || result.Interval.Value.High < 0;
            if (steps.Length <= 40 || result.ZeroDifferences == 0)
                Assert.Equal(result.PSignFlip <= 0.05, excluded);
        }, iter: 60);

    [Fact]
    public void Six_pairs_reach_from_the_smallest_to_the_largest_difference() =>
        Assert.Equal((-0.5, 2.0), PairedComparison.Compute(new double[6], [1, 2, -0.5, 0.25, 1.5, 0.75]).Interval);

    [Fact]
    public void Where_only_pairs_of_one_sign_reject_the_smallest_detectable_difference_has_a_closed_form()
    {
        PairedResult six = PairedComparison.Compute(new double[6], [1, 2, -0.5, 0.25, 1.5, 0.75]);
        Close.To(1.793 * six.StandardDeviation!.Value, six.SmallestDetectable!.Value, 1e-3);
        Close.To(NormalDistribution.Quantile(Math.Pow(0.8, 1 / 6.0)) * six.StandardDeviation!.Value, six.SmallestDetectable.Value, 1e-12);
    }

    [Fact]
    public void Equivalence_shares_its_five_percent_among_comparisons()
    {
        double[] b = [.. s_base.Select((x, i) => x + 0.2 + (0.4 * Math.Sin(2 * i)))];
        PairedResult one = PairedComparison.Compute(s_base, b, new() { Margin = 0.45 });
        PairedResult many = PairedComparison.Compute(s_base, b, new() { Margin = 0.45, Comparisons = 5 });
        Assert.Equal(one.PEquivalent, many.PEquivalent);
        Assert.InRange(one.PEquivalent!.Value, 0.01, 0.05);
        Assert.Equal((Verdict.Equivalent, Verdict.Undecided), (one.Verdict, many.Verdict));
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
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Resamples = 10 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedComparison.Compute(s_base, s_base, new() { Comparisons = 0 }));
    }

    private static double Mean(double[] values, int subset) =>
        values.Where((_, i) => (subset >> i & 1) == 1).Average();
}
