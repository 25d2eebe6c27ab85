using CsCheck;
using L2BN.Analysis.Classification;

namespace L2BN.Analysis.Tests.Classification;

public class ConfusionMatrixTests
{
    [Fact]
    public void Counts_of_several_evaluations_add_up()
    {
        var sum = ConfusionMatrix.FromRows([[2, 1], [0, 4]], [[1, 0], [3, 1]]);
        Assert.Equal(2, sum.Classes);
        Assert.Equal((3, 1, 3, 5), (sum[0, 0], sum[0, 1], sum[1, 0], sum[1, 1]));
        Assert.Equal([75.0, 25.0], sum.Percentages(0));
    }

    [Fact]
    public void A_class_without_samples_has_no_percentages() =>
        Assert.All(ConfusionMatrix.FromRows([[[0, 0], [1, 1]]]).Percentages(0), value => Assert.Equal(double.NaN, value));

    [Fact]
    public void Worst_pairs_are_those_of_a_full_sort() =>
        Gen.Int[0, 5].Array[36].Select(Gen.Int[0, 40]).Sample((counts, most) =>
        {
            int[][] rows = [.. counts.Chunk(6)];
            var matrix = ConfusionMatrix.FromRows([rows]);
            IEnumerable<Confusion> all =
                from label in Enumerable.Range(0, 6)
                from prediction in Enumerable.Range(0, 6)
                where label != prediction && rows[label][prediction] > 0
                select new Confusion(label, prediction, 100.0 * rows[label][prediction] / rows[label].Sum());
            Assert.Equal(all.OrderByDescending(pair => pair.Percentage).Take(most), matrix.WorstPairs(most));
        });

    [Fact]
    public void Matrices_that_are_not_square_or_of_other_sizes_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromRows());
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromRows([[]]));
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.FromRows([[[1, 2]]]));
        Refusal.Says<ArgumentException>("square", () => ConfusionMatrix.FromRows([[1]], [[1, 0], [0, 1]]));
    }
}
