using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

/// <summary>Looking several times finds no more false differences than looking once.</summary>
public class SequentialTests
{
    private static readonly int[] s_looks = [7, 10, 15, 25, 40];

    public static TheoryData<string> Kinds => [.. Simulation.Differences.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Planned_looks_find_a_false_difference_in_five_percent(string kind)
    {
        int experiments = Simulation.Experiments(400);
        double rate = Simulation.Rate($"planned, {kind}", experiments, draw =>
            IsRejected(draw, draw.Many(40, Simulation.Differences[kind]), 0.05));
        Simulation.AtMostFivePercent(rate, experiments);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_look_after_each_of_a_hundred_pairs_finds_a_false_difference_in_five_percent(string kind)
    {
        int experiments = Simulation.Experiments(400);
        double rate = Simulation.Rate($"anytime, {kind}", experiments, draw =>
            AnytimeTest.Compute(draw.Many(100, Simulation.Differences[kind])).P <= 0.05);
        Simulation.AtMostFivePercent(rate, experiments);
    }

    // Why: the plain test after each pair is wrong in a fifth of the cases after 30 pairs already.
    [Fact]
    public void The_plain_test_after_each_pair_finds_far_more()
    {
        int experiments = Simulation.Experiments(300);
        double rate = Simulation.Rate("plain test after each of 6 to 20 pairs", experiments, draw =>
        {
            double[] all = draw.Many(20, other => other.Normal());
            return Enumerable.Range(6, 15).Any(pairs => SignFlipTest.Exact(all.AsSpan(0, pairs), 1e-9) <= 0.05);
        });
        Assert.InRange(rate, 0.10, 0.25);
    }

    [Fact]
    public void Planned_and_anytime_tests_find_real_differences()
    {
        int experiments = Simulation.Experiments(400);
        double planned = Simulation.Rate("planned, d_z = 0.5", experiments, draw =>
            IsRejected(draw, draw.Many(40, other => 0.5 + other.Normal()), 0.05));
        double large = Simulation.Rate("planned by 15 pairs, d_z = 1", experiments, draw =>
            IsRejected(draw, draw.Many(15, other => 1 + other.Normal()), 0.05));
        double anytime = Simulation.Rate("anytime by 100 pairs, d_z = 0.5", experiments, draw =>
            AnytimeTest.Compute(draw.Many(100, other => 0.5 + other.Normal())).P <= 0.05);
        double soon = Simulation.Rate("anytime by 20 pairs, d_z = 1", experiments, draw =>
            AnytimeTest.Compute(draw.Many(20, other => 1 + other.Normal())).P <= 0.05);
        Simulation.AtLeast(0.80, planned, experiments);
        Simulation.AtLeast(0.80, large, experiments);
        Simulation.AtLeast(0.95, anytime, experiments);
        Simulation.AtLeast(0.80, soon, experiments);
    }

    [Fact]
    public void Intervals_of_every_look_cover_the_truth_together()
    {
        int experiments = Simulation.Experiments(200);
        double anytime = Simulation.Rate("anytime interval at 40 pairs", experiments, draw =>
        {
            double[] d = draw.Many(40, other => 0.4 + other.Normal());
            return AnytimeTest.Interval(d, d.Average(), 0.05) is { } ends && ends.Low <= 0.4 && 0.4 <= ends.High;
        });
        double planned = Simulation.Rate("planned interval at 25 pairs", experiments, draw =>
        {
            double[] d = draw.Many(25, other => 0.4 + other.Normal());
            return new PlannedTest(s_looks, 1000, 5).Interval(d, d.Average(), 0.05, 1e-9) is { } ends
                && ends.Low <= 0.4 && 0.4 <= ends.High;
        });
        Simulation.AtLeast(0.945, anytime, experiments);
        Simulation.AtLeast(0.945, planned, experiments);
    }

    // At the margin, where no look may call the arms equivalent.
    [Fact]
    public void Planned_looks_find_a_false_equivalence_in_five_percent()
    {
        int experiments = Simulation.Experiments(400);
        double planned = Simulation.Rate("false equivalence, planned", experiments, draw => Equivalent(draw, DecisionMethod.Planned));
        double anytime = Simulation.Rate("false equivalence, anytime", experiments, draw => Equivalent(draw, DecisionMethod.Anytime));
        Simulation.AtMostFivePercent(planned, experiments);
        Simulation.AtMostFivePercent(anytime, experiments);
    }

    [Fact]
    public void P_of_a_planned_test_is_the_level_at_which_it_rejects()
    {
        double[] d = [.. Enumerable.Range(0, 25).Select(i => 0.5 + Math.Sin(1.7 * i))];
        var test = new PlannedTest(s_looks, 2000, 3);
        double p = test.P(d, 1e-9);
        Assert.True(test.IsRejected(d, 0, p + 1e-4, 1e-9));
        Assert.False(test.IsRejected(d, 0, p - 1e-4, 1e-9));
        Assert.Equal(1, test.P([.. d.Take(6)], 1e-9));
    }

    [Fact]
    public void Evidence_is_the_product_that_the_documentation_gives()
    {
        double[] d = [0.3, -0.1, 0.5, 0.2, 0.9];
        double[] stakes = [0.25, 0.5, 1, 2, 4];
        double largest = 0;
        for (int n = 1; n <= d.Length; n++)
        {
            double Product(double side) => stakes.Average(stake => Enumerable.Range(0, n).Aggregate(1.0, (product, i) =>
                product * (1 + (side * Math.Tanh(stake * d[i] / Math.Sqrt(d.Take(i + 1).Average(v => v * v)))))));
            largest = Math.Max(largest, (Product(1) + Product(-1)) / 2);
        }

        Close.To(largest, Math.Exp(AnytimeTest.Compute(d).Either), 1e-12);
    }

    [Fact]
    public void Fewest_pairs_are_those_that_can_reject()
    {
        Assert.Equal(7, AnytimeTest.FewestPairs(0.05));
        Assert.Equal(8, AnytimeTest.FewestPairs(0.025));
        Assert.Equal(10, PlannedTest.FewestPairs(s_looks, 0.05));
        Assert.Equal(7, PlannedTest.FewestPairs([7, 15], 0.05));
        Assert.Equal(6, PlannedTest.FewestPairs([4, 5], 0.05));
    }

    [Fact]
    public void A_plan_is_refused_where_its_looks_do_not_rise()
    {
        foreach (int[] looks in new int[][] { [], [7, 7], [10, 7], [0, 7] })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Simulation.Compare([1, 2], new() { Method = DecisionMethod.Planned, Looks = looks }));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Simulation.Compare([1, 2], new() { Looks = [7] }));
    }

    private static bool IsRejected(Draw draw, double[] differences, double alpha) =>
        new PlannedTest(s_looks, 1000, (ulong)(draw.Unit() * 1e15)).IsRejected(differences, 0, alpha, 1e-9);

    // Only the one-sided tests: those of the mean say "better" long before.
    private static bool Equivalent(Draw draw, DecisionMethod method)
    {
        double[] d = draw.Many(40, other => 1 + (0.5 * other.Normal()));
        IEnumerable<int> looks = method == DecisionMethod.Planned ? s_looks : Enumerable.Range(7, 34);
        PairedOptions options = new() { Margin = 1, Method = method, Looks = method == DecisionMethod.Planned ? s_looks : [] };
        return looks.Any(pairs =>
        {
            var sample = PairedDifferences.Compute(new double[pairs], d[..pairs]);
            PairedEvidence evidence = new(sample, options);
            return Math.Max(evidence.OneSided(1, +1)!.Value, evidence.OneSided(1, -1)!.Value) <= 0.05 * evidence.LastShare;
        });
    }
}
