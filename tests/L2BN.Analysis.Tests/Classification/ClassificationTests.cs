using CsCheck;

namespace L2BN.Analysis.Tests;

public class ClassificationTests
{
    [Fact]
    public void Counts_and_rates_by_hand()
    {
        var matrix = Matrix(3, (0, 0), (0, 0), (0, 1), (1, 1), (1, 0));
        Assert.Equal((5, 3, 0.6), (matrix.Samples, matrix.Correct, matrix.Accuracy));
        Assert.Equal((2.0 / 3, 0.5, null), (matrix.Recall(0), matrix.Recall(1), matrix.Recall(2)));
        Assert.Equal((2.0 / 3, 0.5, null), (matrix.Precision(0), matrix.Precision(1), matrix.Precision(2)));
        Assert.Equal(((2.0 / 3) + 0.5) / 2, matrix.MeanRecall);
        Assert.Equal([2, 1, 0], matrix.ToRows()[0]);
        Assert.Equal([0, 0, 0], matrix.Rates(2));
    }

    [Fact]
    public void An_empty_matrix_has_no_rates()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Null(matrix.Accuracy);
        Assert.Null(matrix.MeanRecall);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(0));
    }

    [Fact]
    public void Sum_of_matrices_is_the_matrix_of_the_sum() =>
        Gen.Int[0, 3].Select(Gen.Int[0, 3]).Array[0, 30].Select(Gen.Int[0, 3].Select(Gen.Int[0, 3]).Array[0, 30]).Sample((first, second) =>
        {
            var sum = Matrix(4, first);
            sum.Add(Matrix(4, second));
            var whole = Matrix(4, [.. first, .. second]);
            Assert.Equal(whole.ToRows().SelectMany(row => row), sum.ToRows().SelectMany(row => row));
            Assert.Equal((whole.Samples, whole.Correct), (sum.Samples, sum.Correct));
        });

    [Fact]
    public void Difference_compares_rates_not_counts()
    {
        var before = Matrix(2, (0, 0), (0, 1), (1, 1));
        var after = Matrix(2, (0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 1));
        Assert.Equal([0.25, -0.25], after.Minus(before)[0]);
        Assert.Equal([0.0, 0.0], after.Minus(before)[1]);
    }

    [Fact]
    public void Foreign_classes_and_sizes_are_refused()
    {
        var matrix = new ConfusionMatrix(2);
        Refusal.Says<ArgumentOutOfRangeException>("from 0 to 1", () => matrix.Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, -1));
        Assert.Throws<ArgumentException>(() => matrix.Add(new ConfusionMatrix(3)));
        Assert.Throws<ArgumentException>(() => matrix.Minus(new ConfusionMatrix(3)));
        Assert.Equal(0, matrix.Samples);
    }

    [Fact]
    public void Top_k_is_the_head_of_a_stable_sort() =>
        Gen.Int[-3, 3].Select(i => (float)i).Array[1, 12].Sample(scores =>
        {
            var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ToArray();
            Assert.Equal(order[0], TopK.Best(scores));
            for (var k = 1; k <= scores.Length; k++)
            {
                for (var label = 0; label < scores.Length; label++)
                    Assert.Equal(order.Take(k).Contains(label), TopK.Contains(scores, label, k));
            }
        });

    [Fact]
    public void Scores_that_are_not_numbers_never_win()
    {
        Assert.Equal(1, TopK.Best([float.NaN, 1, 0.5f]));
        Assert.Equal(-1, TopK.Best([float.NaN]));
        Assert.Equal(-1, TopK.Best([]));
        Assert.False(TopK.Contains([float.NaN, 1], 0, 5));
        Assert.True(TopK.Contains([float.NaN, 1], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TopK.Contains([1f], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TopK.Contains([1f], 0, 0));
    }

    private static ConfusionMatrix Matrix(int classes, params (int Label, int Prediction)[] answers)
    {
        var matrix = new ConfusionMatrix(classes);
        foreach (var (label, prediction) in answers)
            matrix.Add(label, prediction);
        return matrix;
    }
}
