using CsCheck;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

public class SymmetricEigenTests
{
    private static readonly Gen<double[][]> s_symmetric =
        Gen.Int[1, 12].SelectMany(n => Gen.Double[-5, 5].Array[n * n].Select(v => Symmetric(v, n)));

    [Fact]
    public void Known_matrix_has_its_known_values()
    {
        // The path graph's matrix tridiag(−1, 2, −1) of order n has eigenvalues 2 − 2 cos(kπ/(n+1)).
        const int n = 9;
        double[][] matrix = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            matrix[i][i] = 2;
            if (i > 0)
                matrix[i][i - 1] = matrix[i - 1][i] = -1;
        }
        (double[] values, double[][] _) = SymmetricEigen.Decompose(matrix);
        for (int k = 1; k <= n; k++)
            Close.To(2 - (2 * Math.Cos(k * Math.PI / (n + 1))), values[n - k], 1e-13, 1e-14);
    }

    [Fact]
    public void Vectors_diagonalize_and_are_orthonormal() => s_symmetric.Sample(matrix => Check(matrix, 1e-12), iter: 200);

    [Theory]
    [InlineData(60, 60)]
    [InlineData(60, 7)]
    [InlineData(60, 1)]
    public void Large_and_rank_deficient_matrices_too(int n, int rank)
    {
        var random = new SplitMix64((ulong)rank);
        double[][] factors = [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, rank).Select(_ => random.Unit() - 0.5).ToArray())];
        double[][] gram = [.. factors.Select(a => factors.Select(b => a.Zip(b, (x, y) => x * y).Sum()).ToArray())];
        Check(gram, 1e-12);
        Assert.Equal(rank, SymmetricEigen.Decompose(gram).Values.Count(value => value > 1e-8));
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Tiny_and_huge_values_neither_vanish_nor_overflow(double scale)
    {
        double[][] matrix = [[2 * scale, scale], [scale, 2 * scale]];
        double[] values = SymmetricEigen.Decompose(matrix).Values;
        Close.To(3 * scale, values[0], 1e-14);
        Close.To(scale, values[1], 1e-14);
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => SymmetricEigen.Decompose([[double.NaN]]));
        Assert.Throws<InvalidOperationException>(() => SymmetricEigen.Decompose([[1, 0], [double.PositiveInfinity, 1]]));
    }

    [Fact]
    public void A_thousand_rows_take_seconds()
    {
        // Jacobi rotations took minutes: 45 s for 300 rows on two cores.
        var random = new SplitMix64(3);
        const int n = 1000;
        double[][] matrix = [.. Enumerable.Range(0, n).Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                matrix[i][j] = matrix[j][i] = random.Unit() - 0.5;
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        double[] values = SymmetricEigen.Decompose(matrix).Values;
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Close.To(Enumerable.Range(0, n).Sum(i => matrix[i][i]), values.Sum(), 0, 1e-9);
    }

    [Fact]
    public void Zero_and_empty_matrices_are_their_own_answer()
    {
        Assert.Equal([0.0, 0.0], SymmetricEigen.Decompose([[0, 0], [0, 0]]).Values);
        Assert.Empty(SymmetricEigen.Decompose([]).Values);
    }

    private static void Check(double[][] matrix, double tolerance)
    {
        int n = matrix.Length;
        double[][] before = [.. matrix.Select(row => (double[])row.Clone())];
        (double[] values, double[][] vectors) = SymmetricEigen.Decompose(matrix);
        double size = Math.Max(1, values.Max(Math.Abs));
        Assert.Equal(before, matrix);
        Assert.Equal(values.OrderDescending(), values);
        for (int a = 0; a < n; a++)
        {
            for (int b = 0; b < n; b++)
            {
                Close.To(a == b ? 1 : 0, Enumerable.Range(0, n).Sum(i => vectors[a][i] * vectors[b][i]), 0, tolerance);
                Close.To(
                    values[b] * vectors[b][a],
                    Enumerable.Range(0, n).Sum(i => matrix[a][i] * vectors[b][i]),
                    0,
                    10 * size * tolerance);
            }
        }
    }

    private static double[][] Symmetric(double[] v, int n) =>
        [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => v[(Math.Max(i, j) * n) + Math.Min(i, j)]).ToArray())];
}
