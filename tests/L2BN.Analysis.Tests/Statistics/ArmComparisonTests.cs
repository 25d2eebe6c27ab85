using CsCheck;
using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class ArmComparisonTests
{
    private static readonly ArmValues s_bn = new("bn", [70.1, 69.8, 70.4, 70.0, 69.9, 70.2, 70.3]);

    [Fact]
    public void Holm_steps_down()
    {
        // R: p.adjust(p, "holm"), the example of Holm's paper written out: 4·0.01, 3·0.02, then the running maximum.
        Assert.Equal([0.04, 0.06, 0.06, 0.06], Holm.Adjust([0.01, 0.02, 0.03, 0.04]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 0.03, 1], Holm.Adjust([0.9, 0.01, 0.6]).Select(p => Math.Round(p, 12)));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void Holm_never_lowers_p_and_keeps_the_order() =>
        Gen.Double[0, 1].Array[1, 8].Sample(p =>
        {
            double[] adjusted = Holm.Adjust(p);
            Assert.All(p.Zip(adjusted), pair => Assert.True(pair.Second >= pair.First && pair.Second <= Math.Min(1, p.Length * p.Max())));
            Assert.Equal(Enumerable.Range(0, p.Length).OrderBy(i => p[i]).Select(i => adjusted[i]), adjusted.Order());
        });

    [Fact]
    public void Two_arms_need_no_correction()
    {
        ArmComparison only = Assert.Single(ArmComparison.AgainstFirst([Take(s_bn, 6), Shifted("l2bn", 1, 6)]));
        Assert.Equal(("bn", "l2bn", Verdict.Better), (only.A, only.B, only.Result.Verdict));
        Assert.Equal(only.Result.PSignFlip, only.Result.PAdjusted);
    }

    [Fact]
    public void Three_arms_need_seven_pairs()
    {
        IReadOnlyList<ArmComparison> six = ArmComparison.AgainstFirst([Take(s_bn, 6), Shifted("l2bn", 1, 6), Shifted("l2bn-unit", 2, 6)]);
        Assert.All(six, c => Assert.Equal((0.03125, 0.0625, Verdict.Undecided, 7),
            (c.Result.PSignFlip, c.Result.PAdjusted, c.Result.Verdict, c.Result.FewestPairs)));
        Assert.All(six, c => Assert.Null(c.Result.SmallestDetectable));
        IReadOnlyList<ArmComparison> seven = ArmComparison.AgainstFirst([s_bn, Shifted("l2bn", 1, 7), Shifted("l2bn-unit", -2, 7)]);
        Assert.Equal([Verdict.Better, Verdict.Worse], seven.Select(c => c.Result.Verdict));
    }

    [Fact]
    public void One_arm_or_none_compares_nothing()
    {
        Assert.Empty(ArmComparison.AgainstFirst([]));
        Assert.Empty(ArmComparison.AgainstFirst([s_bn]));
        Refusal.Says<ArgumentException>("bn#2", () => ArmComparison.AgainstFirst([s_bn, s_bn]));
    }

    [Theory]
    [InlineData("l2bn>bn", "l2bn", "bn", false)]
    [InlineData(" l2bn >= bn ", "l2bn", "bn", true)]
    [InlineData("l2bn(eps=1e-3)>=bn#2", "l2bn(eps=1e-3)", "bn#2", true)]
    public void Requirement_is_read(string text, string arm, string reference, bool nonInferior)
    {
        var requirement = Requirement.Parse(text);
        Assert.Equal(new Requirement(arm, reference, nonInferior), requirement);
        Assert.Equal(requirement, Requirement.Parse(requirement.ToString()));
    }

    [Theory, InlineData(""), InlineData("l2bn"), InlineData(">bn"), InlineData("l2bn>"), InlineData("l2bn>="), InlineData("bn<l2bn")]
    [InlineData("a>b>c"), InlineData("bn>bn"), InlineData("l2bn=>bn")]
    public void Requirement_refuses_other_text(string text) =>
        Refusal.Says<FormatException>($"'{text}'", () => Requirement.Parse(text));

    [Fact]
    public void Better_is_required_in_the_direction_written()
    {
        ArmValues[] arms = [Take(s_bn, 6), Shifted("l2bn", 1, 6)];
        Assert.True(Requirement.Parse("l2bn>bn").Evaluate(arms).Met);
        RequirementOutcome back = Requirement.Parse("bn>l2bn").Evaluate(arms);
        Assert.False(back.Met);
        Assert.Equal(Verdict.Worse, back.Result.Verdict);
    }

    [Fact]
    public void Requirement_on_the_first_arm_uses_the_corrected_verdict_and_another_pair_its_own()
    {
        ArmValues[] arms = [Take(s_bn, 6), Shifted("l2bn", 1, 6), Shifted("l2bn-unit", 3, 6)];
        Assert.False(Requirement.Parse("l2bn>bn").Evaluate(arms).Met);
        Assert.True(Requirement.Parse("l2bn-unit>l2bn").Evaluate(arms).Met);
    }

    [Fact]
    public void Non_inferior_is_met_within_the_margin_only()
    {
        ArmValues[] arms = [s_bn, Shifted("l2bn", -0.1, 7)];
        Assert.True(Requirement.Parse("l2bn>=bn").Evaluate(arms, new() { Margin = 0.5 }).Met);
        Assert.False(Requirement.Parse("l2bn>=bn").Evaluate(arms, new() { Margin = 0.05 }).Met);
        ArmValues[] few = [Take(s_bn, 5), Shifted("l2bn", 1, 5)];
        Assert.False(Requirement.Parse("l2bn>=bn").Evaluate(few, new() { Margin = 0.5 }).Met);
    }

    [Fact]
    public void Requirement_names_what_is_missing()
    {
        ArgumentException unknown =
            Assert.Throws<ArgumentException>(() => Requirement.Parse("gn>bn").Evaluate([s_bn, Shifted("l2bn", 1, 7)]));
        Assert.Contains("among bn, l2bn, got 'gn'", unknown.Message, StringComparison.Ordinal);
        ArgumentException margin =
            Assert.Throws<ArgumentException>(() => Requirement.Parse("l2bn>=bn").Evaluate([s_bn, Shifted("l2bn", 1, 7)]));
        Assert.Contains("--margin", margin.Message, StringComparison.Ordinal);
    }

    private static ArmValues Take(ArmValues arm, int count) => new(arm.Name, [.. arm.Values.Take(count)]);

    private static ArmValues Shifted(string name, double shift, int count) =>
        new(name, [.. s_bn.Values.Take(count).Select((v, i) => v + shift + (0.01 * i * Math.Abs(shift)))]);
}
