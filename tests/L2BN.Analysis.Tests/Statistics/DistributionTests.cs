using System.Text.Json;
using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class DistributionTests
{
    [Fact]
    public void T_quantile_is_scipys()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("t_quantiles"))
            Close.To(row.Number("t"), StudentT.Quantile(row.Number("p"), row.Number("degrees")), 1e-10);
    }

    [Fact]
    public void T_tail_is_scipys()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("t_tails"))
            Close.To(row.Number("p"), StudentT.UpperTail(row.Number("t"), row.Number("degrees")), 1e-10);
    }

    // Closed forms, independent of any library: Cauchy for one degree of freedom, t/√(2+t²) for two.
    [Theory, InlineData(0.6), InlineData(0.975), InlineData(0.9999), InlineData(0.02)]
    public void T_quantile_has_its_closed_forms(double p)
    {
        double u = (2 * p) - 1;
        Close.To(Math.Tan(Math.PI * (p - 0.5)), StudentT.Quantile(p, 1), 1e-11);
        Close.To(u * Math.Sqrt(2 / (1 - (u * u))), StudentT.Quantile(p, 2), 1e-11);
    }

    [Fact]
    public void Normal_distribution_is_scipys()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("normal", "cdf"))
            Close.To(row.Number("p"), NormalDistribution.Cdf(row.Number("x")), 1e-12);
        foreach (JsonElement row in Golden.Statistics.Rows("normal", "quantile"))
            Close.To(row.Number("x"), NormalDistribution.Quantile(row.Number("p")), 1e-12, 1e-15);
    }

    [Theory, InlineData(0.0), InlineData(1.0), InlineData(-0.1), InlineData(double.NaN)]
    public void Quantile_refuses_what_is_no_probability(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(p));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(p, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentT.Quantile(0.5, double.NaN));
    }

    [Fact]
    public void Power_is_scipys()
    {
        foreach (JsonElement row in Golden.Statistics.Rows("powers"))
        {
            double degrees = row.Number("pairs") - 1;
            double critical = StudentT.Quantile(1 - (row.Number("alpha") / 2), degrees);
            Close.To(row.Number("power"), TTestPower.TwoSided(row.Number("shift"), critical, degrees), 1e-8);
        }
    }

    [Fact]
    public void Detectable_shift_has_the_power_asked_for()
    {
        for (int pairs = 6; pairs < 3000; pairs += 1 + (pairs / 8))
        {
            foreach (double alpha in new[] { 0.05, 0.025, 0.005 })
            {
                double shift = TTestPower.ShiftFor(0.8, alpha, pairs - 1);
                Close.To(0.8, TTestPower.TwoSided(shift, StudentT.Quantile(1 - (alpha / 2), pairs - 1), pairs - 1), 1e-8);
            }
        }
    }

    // R: power.t.test(delta = d, sd = 1, power = 0.8, type = "paired"), a standard table (Cohen 1988): 0.2 → 199, 0.5 → 34, 0.8 → 15.
    [Theory, InlineData(0.2, 199), InlineData(0.5, 34), InlineData(0.8, 15)]
    public void Pairs_for_an_effect_are_the_textbooks(double effect, int pairs) =>
        Assert.Equal(pairs, TTestPower.PairsFor(effect, 0.8, 0.05, 6, 100_000));

    [Fact]
    public void Pairs_for_a_vanishing_effect_are_unknown() => Assert.Null(TTestPower.PairsFor(1e-4, 0.8, 0.05, 6, 100_000));
}
