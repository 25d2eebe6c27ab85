using System.Numerics.Tensors;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Projection;

/// <summary>Projects samples onto two orthonormal axes through an origin.</summary>
internal static class Plane
{
    public static FeatureProjection Project(
        IReadOnlyList<ReservoirEntry> samples, bool unit, double[] origin, double[] horizontal, double[] vertical)
    {
        double[] centered = new double[origin.Length];
        var points = new ProjectedPoint[samples.Count];
        double[] mean = new double[origin.Length];
        double squares = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            Center(samples[i], unit, origin, centered);
            (double x, double y) = (TensorPrimitives.Dot<double>(centered, horizontal), TensorPrimitives.Dot<double>(centered, vertical));
            points[i] = new(x, y, samples[i].Label);
            TensorPrimitives.Add(mean, centered, mean);
            squares += TensorPrimitives.SumOfSquares<double>(centered);
        }
        double total = (squares / points.Length) - (TensorPrimitives.SumOfSquares<double>(mean) / ((double)points.Length * points.Length));
        return new FeatureProjection
        {
            Points = points,
            Means = [.. points.GroupBy(p => p.Class).OrderBy(group => group.Key).Select(MeanPoint)],
            HorizontalShare = Share([.. points.Select(p => p.X)], total),
            VerticalShare = Share([.. points.Select(p => p.Y)], total),
        };
    }

    public static void Center(ReservoirEntry sample, bool unit, double[] origin, double[] centered)
    {
        double scale = unit ? sample.Scale : 1;
        for (int j = 0; j < centered.Length; j++)
            centered[j] = (sample.Feature[j] * scale) - origin[j];
    }

    /// <summary>
    /// Removes from <paramref name="vector"/> its parts along orthonormal <paramref name="axes"/> and makes it unit length; false if
    /// nothing is left.
    /// </summary>
    public static bool Orthonormalize(double[] vector, params ReadOnlySpan<double[]> axes)
    {
        double before = TensorPrimitives.Norm<double>(vector);
        // Twice is enough (Kahan): the second round removes what rounding left of the first.
        for (int round = 0; round < 2; round++)
        {
            foreach (double[] axis in axes)
                TensorPrimitives.MultiplyAdd(axis, -TensorPrimitives.Dot<double>(axis, vector), vector, vector);
        }
        double length = TensorPrimitives.Norm<double>(vector);
        if (!(length > 1e-10 * before))
            return false;
        TensorPrimitives.Divide(vector, length, vector);
        return true;
    }

    private static ProjectedPoint MeanPoint(IGrouping<int, ProjectedPoint> group) =>
        new(group.Average(p => p.X), group.Average(p => p.Y), group.Key);

    private static double Share(double[] coordinates, double total)
    {
        double mean = coordinates.Average();
        return total > 0 ? Math.Clamp(coordinates.Average(x => (x - mean) * (x - mean)) / total, 0, 1) : 0;
    }
}

/// <summary>The plane through three class means, centered on their midpoint, the first two level.</summary>
internal static class ThreeClassPlane
{
    public static FeatureProjection Project(double[][] means, int[] classes, IReadOnlyList<ReservoirEntry> samples, bool unit)
    {
        double[] origin = [.. means[0].Select((_, j) => (means[0][j] + means[1][j] + means[2][j]) / 3)];
        double[] horizontal = [.. means[1].Select((x, j) => x - means[0][j])];
        double[] vertical = [.. means[2].Select((x, j) => x - means[0][j])];
        if (!Plane.Orthonormalize(horizontal) || !Plane.Orthonormalize(vertical, horizontal))
        {
            throw new InvalidOperationException(
                $"The means of classes {classes[0]}, {classes[1]} and {classes[2]} lie on one line, so they span no plane; " +
                "choose other classes.");
        }
        return Plane.Project([.. samples.Where(sample => classes.Contains(sample.Label))], unit, origin, horizontal, vertical);
    }
}
