using System.Numerics.Tensors;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Projection;

/// <summary>
/// The first two principal components by subspace iteration with a few spare directions (Halko, Martinsson and Tropp 2011), which needs
/// only products with the data: no d×d and no N×N matrix.
/// </summary>
internal static class PrincipalPlane
{
    private const int Directions = 8;
    private const int Rounds = 200;

    public static FeatureProjection Project(IReadOnlyList<ReservoirEntry> samples, int dimension, bool unit, CancellationToken ct)
    {
        if (samples.Count < 2)
            throw new InvalidOperationException($"Principal components need at least two samples; got {samples.Count}.");
        double[] origin = MeanOf(samples, dimension, unit);
        double[][] axes = Axes(samples, dimension, unit, origin, ct);
        return Plane.Project(samples, unit, origin, axes[0], axes[1]);
    }

    private static double[][] Axes(
        IReadOnlyList<ReservoirEntry> samples,
        int dimension,
        bool unit,
        double[] origin,
        CancellationToken ct)
    {
        double[][] axes = Start(dimension);
        double last = -1;
        for (int round = 0; round < Rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            double[][] image = Times(samples, unit, origin, axes);
            (double[] values, double[][] rotation) = SymmetricEigen.Decompose(RayleighQuotient(axes, image), ct);
            double captured = values.Take(2).Sum();
            bool converged = round == Rounds - 1 || Math.Abs(captured - last) <= 1e-10 * captured;
            axes = converged ? Rotated(axes, rotation) : Orthonormal(Rotated(image, rotation));
            if (converged)
                break;
            last = captured;
        }
        return [.. axes.Take(2).Select(Upright), .. Enumerable.Repeat(new double[dimension], Math.Max(0, 2 - axes.Length))];
    }

    // The covariance (times N) applied to every axis: one pass over the samples.
    private static double[][] Times(IReadOnlyList<ReservoirEntry> samples, bool unit, double[] origin, double[][] axes)
    {
        double[][] image = axes.Select(axis => new double[axis.Length]).ToArray();
        double[] centered = new double[origin.Length];
        foreach (ReservoirEntry sample in samples)
        {
            Plane.Center(sample, unit, origin, centered);
            for (int a = 0; a < axes.Length; a++)
                TensorPrimitives.MultiplyAdd(centered, TensorPrimitives.Dot<double>(centered, axes[a]), image[a], image[a]);
        }
        return image;
    }

    // Rayleigh-Ritz: the covariance restricted to the span of the axes; its eigenvectors rotate them to the best axes of that span.
    private static double[][] RayleighQuotient(double[][] axes, double[][] image)
    {
        int n = axes.Length;
        double[][] small = [.. axes.Select(_ => new double[n])];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                small[i][j] = (TensorPrimitives.Dot<double>(axes[i], image[j]) + TensorPrimitives.Dot<double>(axes[j], image[i])) / 2;
        }
        return small;
    }

    private static double[][] Rotated(double[][] vectors, double[][] rotation) =>
        [.. rotation.Select(coefficients => Combination(vectors, coefficients))];

    private static double[] Combination(double[][] axes, double[] coefficients)
    {
        double[] sum = new double[axes[0].Length];
        for (int i = 0; i < axes.Length; i++)
            TensorPrimitives.MultiplyAdd(axes[i], coefficients[i], sum, sum);
        return sum;
    }

    private static double[][] Start(int dimension)
    {
        var random = new SplitMix64(1);
        double[] Direction() => [.. Enumerable.Range(0, dimension).Select(_ => random.Unit() - 0.5)];
        return Orthonormal([.. Enumerable.Range(0, Math.Min(Directions, dimension)).Select(_ => Direction())]);
    }

    // Directions without variance vanish under the covariance; they are dropped, and the others still span the variance.
    private static double[][] Orthonormal(double[][] vectors)
    {
        var axes = new List<double[]>();
        foreach (double[] vector in vectors)
        {
            if (Plane.Orthonormalize(vector, [.. axes]))
                axes.Add(vector);
        }
        return [.. axes];
    }

    // An axis and its negative are equally good; the largest component is made positive so that plots do not flip.
    private static double[] Upright(double[] axis)
    {
        int largest = TensorPrimitives.IndexOfMaxMagnitude<double>(axis);
        if (axis[largest] < 0)
            TensorPrimitives.Negate(axis, axis);
        return axis;
    }

    private static double[] MeanOf(IReadOnlyList<ReservoirEntry> samples, int dimension, bool unit)
    {
        (double[] mean, double[] zero, double[] centered) = (new double[dimension], new double[dimension], new double[dimension]);
        foreach (ReservoirEntry sample in samples)
        {
            Plane.Center(sample, unit, zero, centered);
            TensorPrimitives.Add(mean, centered, mean);
        }
        TensorPrimitives.Divide(mean, samples.Count, mean);
        return mean;
    }
}
