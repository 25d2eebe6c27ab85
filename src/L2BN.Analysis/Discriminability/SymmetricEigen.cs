namespace L2BN.Analysis;

/// <summary>
/// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).
/// </summary>
internal static class SymmetricEigen
{
    /// <summary>Eigenvalues in falling order and eigenvectors as columns; the matrix is not changed.</summary>
    public static (double[] Values, double[,] Vectors) Decompose(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var v = new double[n, n];
        for (var i = 0; i < n; i++)
            v[i, i] = 1;
        for (var sweep = 0; sweep < 60 && OffDiagonal(a) > 1e-30 * Diagonal(a); sweep++)
            Sweep(a, v);
        return Sorted(a, v);
    }

    private static void Sweep(double[,] a, double[,] v)
    {
        var n = a.GetLength(0);
        for (var p = 0; p < n - 1; p++)
        {
            for (var q = p + 1; q < n; q++)
            {
                if (a[p, q] != 0)
                    Rotate(a, v, p, q);
            }
        }
    }

    // The rotation in the (p, q) plane that makes a[p, q] zero, from the smaller root for stability.
    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        var n = a.GetLength(0);
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var i = 0; i < n; i++)
            (a[i, p], a[i, q]) = ((c * a[i, p]) - (s * a[i, q]), (s * a[i, p]) + (c * a[i, q]));
        for (var i = 0; i < n; i++)
            (a[p, i], a[q, i]) = ((c * a[p, i]) - (s * a[q, i]), (s * a[p, i]) + (c * a[q, i]));
        for (var i = 0; i < n; i++)
            (v[i, p], v[i, q]) = ((c * v[i, p]) - (s * v[i, q]), (s * v[i, p]) + (c * v[i, q]));
        a[p, q] = a[q, p] = 0;
    }

    private static double OffDiagonal(double[,] a) => Sum(a, diagonal: false);

    private static double Diagonal(double[,] a) => Sum(a, diagonal: true);

    private static double Sum(double[,] a, bool diagonal)
    {
        double sum = 0;
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var j = 0; j < a.GetLength(0); j++)
                sum += (i == j) == diagonal ? a[i, j] * a[i, j] : 0;
        }
        return sum;
    }

    private static (double[], double[,]) Sorted(double[,] a, double[,] v)
    {
        var n = a.GetLength(0);
        var order = Enumerable.Range(0, n).OrderByDescending(i => a[i, i]).ToArray();
        var vectors = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                vectors[i, j] = v[i, order[j]];
        }
        return ([.. order.Select(i => a[i, i])], vectors);
    }
}
