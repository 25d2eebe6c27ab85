using L2BN.Analysis.Statistics;
using L2BN.Results;

namespace L2BN.Experiments.Tests;

public class SummaryTests
{
    private static readonly double[] s_base = [60.1, 60.4, 59.9, 60.2, 60.6, 60.0];

    [Fact]
    public void One_pair_of_six_can_decide_and_two_comparisons_of_six_cannot()
    {
        ArmValues bn = new("bn", s_base);
        ArmValues better = new("l2bn", [.. s_base.Select((value, i) => value + 1 + (0.1 * i))]);
        PairedSummary alone = Assert.Single(Against([bn, better], null));
        Assert.Equal(("better", 0.03125, 0.03125), (alone.Verdict, alone.PSignFlip, alone.PAdjusted));
        PairedSummary corrected = Against([bn, better, new("gn", [.. s_base.Reverse()])], null)[0];
        Assert.Equal(("undecided", 0.03125, 0.0625), (corrected.Verdict, corrected.PSignFlip, corrected.PAdjusted));
    }

    [Fact]
    public void A_margin_makes_equivalence_possible()
    {
        ArmValues bn = new("bn", s_base);
        ArmValues close = new("l2bn", [.. s_base.Select((value, i) => value + (i % 2 == 0 ? 0.05 : -0.05))]);
        Assert.Equal("undecided", Against([bn, close], null)[0].Verdict);
        PairedSummary summary = Against([bn, close], 0.5)[0];
        Assert.Equal(("equivalent", 0.5), (summary.Verdict, summary.Margin));
    }

    private static PairedSummary[] Against(IReadOnlyList<ArmValues> arms, double? margin) =>
        [.. ArmComparison.AgainstFirst(arms, LookPlan.Once.Options(margin)).Select(pair => Summaries.PairOf(pair, LookPlan.Once))];
}
