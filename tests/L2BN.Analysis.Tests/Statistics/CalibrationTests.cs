using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

/// <summary>The promises of docs/statistics.md for one look hold in simulated experiments whose truth is known.</summary>
public class CalibrationTests
{
    public static TheoryData<string> Kinds => [.. Simulation.Differences.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void Where_the_arms_are_alike_five_percent_are_called_better_or_worse_and_the_other_intervals_cover_zero(string kind)
    {
        int experiments = Simulation.Experiments(400);
        foreach (int pairs in new[] { 6, 7, 10 })
        {
            int covered = 0;
            double rate = Simulation.Rate($"false verdicts, {kind}, {pairs} pairs", experiments, draw =>
            {
                PairedResult result = Simulation.Compare(draw.Many(pairs, Simulation.Differences[kind]));
                if (result.Interval is { Low: <= 0, High: >= 0 })
                    Interlocked.Increment(ref covered);
                return result.Verdict is Verdict.Better or Verdict.Worse;
            });
            Simulation.AtMostFivePercent(rate, experiments);
            Simulation.AtLeast(0.95, covered / (double)experiments, experiments);
        }
    }

    // A difference of exactly the margin is not inside it.
    [Theory, InlineData(2), InlineData(3), InlineData(6)]
    public void Of_several_arms_at_the_margin_any_is_called_equivalent_in_five_percent(int arms)
    {
        int experiments = Simulation.Experiments(400);
        double rate = Simulation.Rate($"any false equivalent, {arms} arms", experiments, draw =>
            Arms(draw, arms, 8, 1).Any(pair => pair.Result.Verdict == Verdict.Equivalent));
        Simulation.AtMostFivePercent(rate, experiments);
    }

    [Theory, InlineData(3), InlineData(6)]
    public void Of_several_arms_that_are_alike_any_is_called_better_or_worse_in_five_percent(int arms)
    {
        int experiments = Simulation.Experiments(400);
        double rate = Simulation.Rate($"any false better or worse, {arms} arms", experiments, draw =>
            Arms(draw, arms, 10, 0).Any(pair => pair.Result.Verdict is Verdict.Better or Verdict.Worse));
        Simulation.AtMostFivePercent(rate, experiments);
    }

    // The bar is two points; chance adds to it in few experiments.
    [Theory, InlineData(6, 1), InlineData(7, 1), InlineData(8, 1), InlineData(10, 1), InlineData(12, 1), InlineData(7, 2), InlineData(9, 2)]
    public void Smallest_detectable_difference_is_detected_four_times_in_five(int pairs, int comparisons)
    {
        int experiments = Simulation.Experiments(400);
        double alpha = PairedComparison.Alpha / comparisons;
        double shift = SignFlipPower.ShiftFor(PairedComparison.Power, alpha, pairs)!.Value;
        double rate = Simulation.Rate($"found at {shift:F3} deviations, {pairs} pairs, {comparisons} comparisons", experiments, draw =>
            Simulation.Compare(draw.Many(pairs, other => shift + other.Normal())) is { DeltaMean: > 0 } result && result.P <= alpha);
        Assert.InRange(rate, 0.78 - (3.3 * 0.4 / Math.Sqrt(experiments)), 0.82 + (3.3 * 0.4 / Math.Sqrt(experiments)));
    }

    private static IReadOnlyList<ArmComparison> Arms(Draw draw, int arms, int pairs, double shift) => ArmComparison.AgainstFirst(
        [.. Enumerable.Range(0, arms).Select(arm => new ArmValues($"{arm}", draw.Many(pairs, other =>
            (arm == 0 ? 0 : shift) + (0.7 * other.Normal()))))],
        new() { Margin = 1 });
}
