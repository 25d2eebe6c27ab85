using L2BN.Reporting.Writing;
using L2BN.Results;

namespace L2BN.Reporting.Tests.Writing;

public class VerdictTextTests
{
    private static readonly PairedSummary s_pair = new()
    {
        A = "bn",
        B = "l2bn",
        DeltaMean = 0.314,
        Ci95 = [-0.4, 1.02],
        PSignFlip = 0.4375,
        SmallestDetectable = 0.9,
        Seeds = 6,
        Verdict = "undecided",
    };

    [Theory]
    [InlineData("better", "L2BN is better than BN over 6 seeds: difference +0.31 points (95 % interval −0.40 to +1.02, p = 0.44).")]
    [InlineData("worse", "L2BN is worse than BN over 6 seeds: difference +0.31 points (95 % interval −0.40 to +1.02, p = 0.44).")]
    [InlineData("undecided", "L2BN and BN are undecided after 6 seeds: difference +0.31 points (95 % interval −0.40 to +1.02, p = 0.44).")]
    [InlineData(
        "equivalent",
        "L2BN and BN are equivalent over 6 seeds: difference +0.31 points (95 % interval −0.40 to +1.02, p = 0.44), within ±1.50 points.")]
    public void Verdicts_are_worded(string verdict, string expected) =>
        Assert.Equal(expected, VerdictText.Sentence(s_pair with { Verdict = verdict, Margin = 1.5 }));

    [Fact]
    public void A_corrected_p_is_said() => Assert.Contains(
        "p = 0.031, corrected for arms p = 0.063)",
        VerdictText.Sentence(s_pair with { PSignFlip = 0.03125, PAdjusted = 0.0625 }),
        StringComparison.Ordinal);

    [Fact]
    public void One_pair_has_no_interval() => Assert.Equal(
        "L2BN and BN are undecided after 1 seed: difference +0.31 points (no interval from a single pair).",
        VerdictText.Sentence(s_pair with { Seeds = 1, Ci95 = null }));

    [Fact]
    public void No_pair_has_no_difference() => Assert.Equal(
        "L2BN and BN are undecided after 0 seeds: no difference could be measured.",
        VerdictText.Sentence(s_pair with { Seeds = 0, DeltaMean = double.NaN }));

    [Fact]
    public void The_caveat_says_what_is_excluded_power_and_scope() => Assert.Equal(
        "The pairs rule out that L2BN gains more than 1.02 or loses more than 0.40 points. "
        + "Smallest difference that 6 seeds could decide (four times in five): 0.90 points. " + VerdictText.Scope,
        Caveat(s_pair with { Excludes = new Exclusion { GainAbove = 1.02, LossBeyond = 0.4 } }));

    [Theory]
    [InlineData("better", "Test loss of L2BN is better: difference −0.015 (−0.021 to −0.010, p = 0.031).")]
    [InlineData("worse", "Test loss of L2BN is worse: difference −0.015 (−0.021 to −0.010, p = 0.031).")]
    [InlineData("undecided", "Test loss of L2BN is undecided: difference −0.015 (−0.021 to −0.010, p = 0.031).")]
    public void Test_loss_has_a_sentence_of_its_own(string verdict, string expected) => Assert.StartsWith(
        expected,
        Caveat(s_pair with
        {
            Loss = new LossComparison { DeltaMean = -0.0153, Ci95 = [-0.021, -0.0098], P = 0.03125, Verdict = verdict },
        }),
        StringComparison.Ordinal);

    [Fact]
    public void Failed_runs_are_counted_and_tested()
    {
        ComparisonSummary summary = Summary(s_pair with { PFailed = 0.0625 });
        ArmSummary failing = summary.Arms[1] with { Failed = 5 };
        Assert.Contains(
            "Failed runs (diverged or at chance): BN 0 of 6, L2BN 5 of 11 (L2BN against BN p = 0.063)",
            VerdictText.Caveat(summary with { Arms = [summary.Arms[0], failing] }),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anytime", "looked at without a plan (6, 10): the verdict is that of a test for any number of looks.")]
    [InlineData("planned", "Planned looks so far: 6, 10 pairs.")]
    public void Several_looks_are_said(string method, string expected) =>
        Assert.Contains(expected, Caveat(s_pair with { Method = method, Looks = [6, 10] }), StringComparison.Ordinal);

    [Fact]
    public void Folds_are_named_in_the_scope() => Assert.EndsWith(
        "The seeds take turns with 5 folds: the interval covers both, as if runs on overlapping training data were independent.",
        VerdictText.Caveat(Summary(s_pair) with { Folds = 5 }), StringComparison.Ordinal);

    [Fact]
    public void Few_seeds_cannot_decide() => Assert.Equal(
        "2 seeds cannot decide at the 5 % level: it takes at least 6. " + VerdictText.Scope,
        Caveat(s_pair with { Seeds = 2, SmallestDetectable = null }));

    [Fact]
    public void Several_comparisons_take_more_seeds()
    {
        PairedSummary pair = s_pair with { FewestSeeds = 7, SmallestDetectable = null };
        string expected = "6 seeds cannot decide at the 5 % level: it takes at least 7. " + VerdictText.Scope;
        Assert.Equal(expected, Caveat(pair, pair with { B = "l2bn-unit" }));
    }

    [Fact]
    public void A_single_arm_is_not_a_comparison() => Assert.Matches(
        @"^BN reaches [\d.]+ ± [\d.]+ % over 6 seeds, with nothing to compare it with\.$",
        VerdictText.Alone(Samples.Report(["bn"]).Summary.Arms[0]));

    private static string Caveat(params PairedSummary[] pairs) => VerdictText.Caveat(Summary(pairs));

    private static ComparisonSummary Summary(params PairedSummary[] pairs) =>
        Samples.Report(["bn", "l2bn"]).Summary with { Paired = pairs };
}
