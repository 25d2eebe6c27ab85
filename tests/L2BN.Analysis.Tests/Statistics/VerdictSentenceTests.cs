namespace L2BN.Analysis.Tests;

public class VerdictSentenceTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;
    private static readonly double[] s_bn = [70, 70, 70, 70, 70, 70];

    [Fact]
    public void Better_leads_with_the_claim_and_ends_with_its_limit() =>
        Assert.Equal(
            "l2bn is better than bn by 0.58 percentage points (95 % interval +0.43 to +0.74, sign-flip p = 0.0313, 6 seeds). " +
            "The interval covers the choice of seeds, not the choice of test samples.",
            VerdictSentence.For("bn", "l2bn", PairedComparison.Of(s_bn, [70.5, 70.7, 70.4, 70.6, 70.5, 70.8])));

    [Fact]
    public void Worse_says_by_how_much() =>
        Assert.StartsWith(
            "l2bn is worse than bn by 0.58 percentage points (95 % interval −0.74 to −0.43,",
            VerdictSentence.For("bn", "l2bn", PairedComparison.Of(s_bn, [69.5, 69.3, 69.6, 69.4, 69.5, 69.2])), Exactly);

    [Fact]
    public void Undecided_says_how_many_more()
    {
        var sentence = VerdictSentence.For("bn", "l2bn", PairedComparison.Of(s_bn[..5], [70.5, 70.7, 70.4, 70.6, 70.5]), pairs: "folds");
        Assert.StartsWith("Undecided between l2bn and bn (difference +0.54 percentage points, 95 % interval ", sentence, Exactly);
        Assert.Contains(", 5 folds). 5 folds cannot decide; at least 6 are needed.", sentence, Exactly);
        Assert.Contains("If this difference is real, about 6 folds in all would decide it.", sentence, Exactly);
        Assert.DoesNotContain("sign-flip p", sentence, Exactly);
    }

    [Fact]
    public void Equivalent_names_the_margin() =>
        Assert.StartsWith(
            "l2bn and bn are equivalent within ±0.5 percentage points (difference +0.01 percentage points,",
            VerdictSentence.For("bn", "l2bn", PairedComparison.Of(s_bn, [70.1, 69.9, 70.1, 69.9, 70.05, 70], new() { Margin = 0.5 })),
            Exactly);

    [Fact]
    public void Correction_is_shown_where_it_changed_p()
    {
        Arm[] arms = [new("bn", [.. s_bn, 70]), new("l2bn", [71, 71, 71, 71, 71, 71, 72]), new("gn", [70, 69, 70, 69, 71, 70, 68])];
        var sentence = VerdictSentence.For("bn", "l2bn", ArmComparison.AgainstFirst(arms)[0].Result);
        Assert.Contains("sign-flip p = 0.0156, 0.0313 after Holm's correction", sentence, Exactly);
    }

    [Fact]
    public void Nothing_is_said_to_be_nothing() =>
        Assert.StartsWith("Nothing to compare", VerdictSentence.For("bn", "l2bn", PairedComparison.Of([], [])), Exactly);

    [Theory, InlineData(Verdict.Better, "better"), InlineData(Verdict.Worse, "worse")]
    [InlineData(Verdict.Equivalent, "equivalent"), InlineData(Verdict.Undecided, "undecided")]
    public void Verdicts_have_words(Verdict verdict, string word) => Assert.Equal(word, verdict.ToWord());
}
