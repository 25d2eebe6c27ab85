using CsCheck;

namespace L2BN.Analysis.Tests;

public class SymmetricEigenTests
{
    private static readonly Gen<double[,]> s_symmetric =
        Gen.Int[1, 12].SelectMany(n => Gen.Double[-5, 5].Array[n * n].Select(v => Symmetric(v, n)));

    [Fact]
    public void Known_matrix_has_its_known_values()
    {
        // The path graph's matrix tridiag(−1, 2, −1) of order n has eigenvalues 2 − 2 cos(kπ/(n+1)).
        const int n = 9;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            matrix[i, i] = 2;
            if (i > 0)
                matrix[i, i - 1] = matrix[i - 1, i] = -1;
        }
        var (values, _) = SymmetricEigen.Decompose(matrix);
        for (var k = 1; k <= n; k++)
            Close.To(2 - (2 * Math.Cos(k * Math.PI / (n + 1))), values[n - k], 1e-13, 1e-14);
    }

    [Fact]
    public void Vectors_diagonalise_and_are_orthonormal() =>
        s_symmetric.Sample(matrix =>
        {
            var n = matrix.GetLength(0);
            var before = (double[,])matrix.Clone();
            var (values, v) = SymmetricEigen.Decompose(matrix);
            Assert.Equal(before, matrix);
            Assert.Equal(values.OrderDescending(), values);
            for (var a = 0; a < n; a++)
            {
                for (var b = 0; b < n; b++)
                {
                    Close.To(a == b ? 1 : 0, Enumerable.Range(0, n).Sum(i => v[i, a] * v[i, b]), 0, 1e-12);
                    Close.To(values[b] * v[a, b], Enumerable.Range(0, n).Sum(i => matrix[a, i] * v[i, b]), 0, 1e-11);
                }
            }
        }, iter: 100);

    [Fact]
    public void Zero_and_empty_matrices_are_their_own_answer()
    {
        Assert.Equal([0.0, 0.0], SymmetricEigen.Decompose(new double[2, 2]).Values);
        Assert.Empty(SymmetricEigen.Decompose(new double[0, 0]).Values);
    }

    private static double[,] Symmetric(double[] v, int n)
    {
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                matrix[i, j] = v[(Math.Max(i, j) * n) + Math.Min(i, j)];
        }
        return matrix;
    }
}
