using L2BN.Analysis.Statistics;
using L2BN.Core;

namespace L2BN.Analysis.Tests.Statistics;

public class SecondaryQuestionsTests
{
    private static readonly double[] s_zero = [0, 0, 0, 0, 0, 0];

    [Fact]
    public void Six_pairs_decide_several_questions_that_Holms_correction_could_not()
    {
        double[] clear = [60, 61, 59, 62, 60, 61], other = [-5, -5.2, -5.1, -4.8, -5, -5.1], open = [1, -1, 2, -2, 0.5, -0.4];
        IReadOnlyList<PairedResult> results = SecondaryQuestions.Compute([s_zero, s_zero, s_zero], [clear, other, open]);
        Assert.Equal([Verdict.Better, Verdict.Worse, Verdict.Undecided], results.Select(result => result.Verdict));
        Assert.Equal([0.03125, 0.03125], results.Take(2).Select(result => result.PAdjusted));
        Assert.True(results[2].PAdjusted > 0.5);
        Assert.Equal(0.03125, results[0].PSignFlip);
        Assert.All(SecondaryQuestions.Compute([s_zero], [clear], families: 2), result => Assert.Equal(0.0625, result.PAdjusted));
    }

    [Fact]
    public void Equal_arms_and_no_pairs_decide_nothing()
    {
        Assert.Equal(1, SecondaryQuestions.Compute([s_zero], [s_zero])[0].PAdjusted);
        Assert.Null(SecondaryQuestions.Compute([[]], [[]])[0].PAdjusted);
        Assert.Empty(SecondaryQuestions.Compute([], []));
        Assert.Throws<ArgumentException>(() => SecondaryQuestions.Compute([s_zero, [1]], [s_zero, [1]]));
    }

    [Theory]
    [InlineData(6, 0.0)]
    [InlineData(8, 0.0)]
    [InlineData(8, 0.7)]
    public void Among_questions_without_a_difference_any_is_decided_in_at_most_one_of_twenty_comparisons(int pairs, double shared)
    {
        const int Repeats = 500, Questions = 5;
        var random = new SplitMix64(7);
        double Next() => Enumerable.Range(0, 12).Sum(_ => random.Unit()) - 6;
        int claims = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            double[] common = [.. Enumerable.Range(0, pairs).Select(_ => Next())];
            double[][] values = [.. Enumerable.Range(0, Questions).Select(_ =>
                (double[])[.. common.Select(own => (shared * own) + ((1 - shared) * Next()))])];
            if (SecondaryQuestions.Adjust(values).Any(p => p <= 0.05))
                claims++;
        }

        Assert.InRange(claims / (double)Repeats, 0.01, 0.07);
    }
}
