using L2BN.Analysis.Statistics;

namespace L2BN.Analysis.Tests.Statistics;

public class VerdictNameTests
{
    [Theory, InlineData(Verdict.Better, "better"), InlineData(Verdict.Worse, "worse")]
    [InlineData(Verdict.Equivalent, "equivalent"), InlineData(Verdict.Undecided, "undecided")]
    public void Verdicts_have_words(Verdict verdict, string word) => Assert.Equal(word, verdict.ToWord());
}
