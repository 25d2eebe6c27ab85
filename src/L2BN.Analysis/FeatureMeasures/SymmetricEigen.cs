using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>
/// All eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then QL steps with implicit shifts
/// (Martin, Reinsch and Wilkinson 1968; the routines tred2 and tql2 of EISPACK). About 7n³ operations.
/// </summary>
internal static class SymmetricEigen
{
    private const double Epsilon = 2.220446049250313e-16;

    // Two or three steps per eigenvalue are usual; EISPACK gives up after 30.
    private const int MaximumSteps = 60;

    /// <summary>Eigenvalues in falling order, and to each its eigenvector of length 1.</summary>
    /// <param name="matrix">n rows of n finite values; only the lower triangle is read, and nothing is written.</param>
    /// <param name="ct">Cancels between two rows.</param>
    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    public static (double[] Values, double[][] Vectors) Decompose(double[][] matrix, CancellationToken ct = default)
    {
        int n = matrix.Length;
        double scale = n == 0 ? 0 : matrix.Max(row => Math.Abs(TensorPrimitives.MaxMagnitude<double>(row)));
        if (!double.IsFinite(scale))
            throw new InvalidOperationException("Expected a matrix of finite values, got NaN or infinity.");

        // Values of at most 1 cannot overflow when squared.
        double[][] a = [.. matrix.Select((row, i) => row.AsSpan(0, i + 1).ToArray())];
        foreach (double[] row in a)
            TensorPrimitives.Divide(row, scale > 0 ? scale : 1, row);
        (double[] diagonal, double[] offDiagonal, double[] reflectors) = Tridiagonalize(a, ct);
        double[][] vectors = Accumulate(a, reflectors, ct);
        DiagonalizeTridiagonal(diagonal, offDiagonal, vectors, ct);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => diagonal[i])];
        return ([.. order.Select(i => diagonal[i] * scale)], [.. order.Select(i => vectors[i])]);
    }

    /// <summary>
    /// Reflects A = Q T Qᵀ from the last row up: I − v vᵀ/h zeroes row i left of the subdiagonal. Row i of <paramref name="a"/> holds v
    /// afterwards.
    /// </summary>
    /// <returns>The diagonal of T, its subdiagonal (value i couples i and i + 1), and h by row; 0 where no reflection was needed.</returns>
    private static (double[] Diagonal, double[] OffDiagonal, double[] H) Tridiagonalize(double[][] a, CancellationToken ct)
    {
        int n = a.Length;
        double[] diagonal = new double[n], offDiagonal = new double[n], h = new double[n], p = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            ct.ThrowIfCancellationRequested();
            diagonal[i] = a[i][i];
            if (i == 0)
                break;
            Span<double> v = a[i].AsSpan(0, i);
            double last = v[^1];
            offDiagonal[i - 1] = last;
            if (!v[..^1].ContainsAnyExcept(0.0))
                continue;
            double norm = TensorPrimitives.Norm<double>(v);
            double alpha = last > 0 ? -norm : norm;
            h[i] = (norm * norm) - (last * alpha);
            v[^1] = last - alpha;
            offDiagonal[i - 1] = alpha;
            Reflect(a, v, h[i], p.AsSpan(0, i));
        }

        return (diagonal, offDiagonal, h);
    }

    // A ← (I − v vᵀ/h) A (I − v vᵀ/h) = A − v wᵀ − w vᵀ with p = A v/h and w = p − (vᵀp/2h) v, on the lower triangle.
    private static void Reflect(double[][] a, ReadOnlySpan<double> v, double h, Span<double> p)
    {
        p.Clear();
        for (int j = 0; j < v.Length; j++)
        {
            ReadOnlySpan<double> row = a[j];
            p[j] += TensorPrimitives.Dot(row, v[..(j + 1)]);
            TensorPrimitives.MultiplyAdd(row[..j], v[j], p[..j], p[..j]);
        }

        TensorPrimitives.Divide(p, h, p);
        TensorPrimitives.MultiplyAdd(v, -TensorPrimitives.Dot(v, p) / (2 * h), p, p);
        for (int j = 0; j < v.Length; j++)
        {
            Span<double> row = a[j];
            TensorPrimitives.MultiplyAdd(p[..(j + 1)], -v[j], row, row);
            TensorPrimitives.MultiplyAdd(v[..(j + 1)], -p[j], row, row);
        }
    }

    /// <summary>The columns of Q, the product of the reflections.</summary>
    private static double[][] Accumulate(double[][] a, double[] h, CancellationToken ct)
    {
        int n = a.Length;
        double[][] columns = [.. Enumerable.Range(0, n).Select(i => new double[n])];
        for (int i = 0; i < n; i++)
        {
            ct.ThrowIfCancellationRequested();
            columns[i][i] = 1;
            if (h[i] == 0)
                continue;
            ReadOnlySpan<double> v = a[i].AsSpan(0, i);
            for (int j = 0; j < i; j++)
            {
                Span<double> column = columns[j].AsSpan(0, i);
                TensorPrimitives.MultiplyAdd(v, -TensorPrimitives.Dot(v, column) / h[i], column, column);
            }
        }

        return columns;
    }

    // Subdiagonal values this far below the largest of the matrix are rounding, and split it in two.
    private static void DiagonalizeTridiagonal(double[] d, double[] e, double[][] vectors, CancellationToken ct)
    {
        int n = d.Length;
        double negligible = n == 0 ? 0 : Epsilon * Enumerable.Range(0, n).Max(i => Math.Abs(d[i]) + Math.Abs(e[i]));
        for (int first = 0; first < n; first++)
        {
            for (int steps = 0; ; steps++)
            {
                ct.ThrowIfCancellationRequested();
                int last = first;
                while (last < n - 1 && Math.Abs(e[last]) > negligible)
                    last++;
                if (last == first)
                    break;
                if (steps == MaximumSteps)
                    throw new InvalidOperationException($"The eigenvalues did not converge in {MaximumSteps} steps.");
                Step(d, e, vectors, first, last);
            }
        }
    }

    // One QL step on rows first to last: the shift is the eigenvalue of the leading 2×2 block nearer to d[first].
    private static void Step(double[] d, double[] e, double[][] vectors, int first, int last)
    {
        double g = (d[first + 1] - d[first]) / (2 * e[first]);
        g = d[last] - d[first] + (e[first] / (g + Math.CopySign(double.Hypot(g, 1), g)));
        double sine = 1, cosine = 1, p = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i], r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[last] = 0;
                return;
            }

            (sine, cosine) = (f / r, g / r);
            g = d[i + 1] - p;
            r = ((d[i] - g) * sine) + (2 * cosine * b);
            p = sine * r;
            d[i + 1] = g + p;
            g = (cosine * r) - b;
            Rotate(vectors[i], vectors[i + 1], cosine, sine);
        }

        d[first] -= p;
        e[first] = g;
        e[last] = 0;
    }

    private static void Rotate(double[] a, double[] b, double cosine, double sine)
    {
        Span<Vector<double>> aLanes = MemoryMarshal.Cast<double, Vector<double>>(a.AsSpan()),
            bLanes = MemoryMarshal.Cast<double, Vector<double>>(b.AsSpan());
        for (int i = 0; i < aLanes.Length; i++)
            (aLanes[i], bLanes[i]) = ((aLanes[i] * cosine) - (bLanes[i] * sine), (aLanes[i] * sine) + (bLanes[i] * cosine));
        for (int i = aLanes.Length * Vector<double>.Count; i < a.Length; i++)
            (a[i], b[i]) = ((a[i] * cosine) - (b[i] * sine), (a[i] * sine) + (b[i] * cosine));
    }
}
