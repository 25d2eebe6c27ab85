using System.Numerics.Tensors;

namespace L2BN.Analysis;

/// <summary>Puts samples on two orthonormal axes through an origin.</summary>
internal static class Plane
{
    public static FeatureProjection Project(
        IReadOnlyList<ReservoirEntry> samples, bool unit, double[] origin, double[] horizontal, double[] vertical)
    {
        var centred = new double[origin.Length];
        var points = new ProjectedPoint[samples.Count];
        var mean = new double[origin.Length];
        double squares = 0;
        for (var i = 0; i < samples.Count; i++)
        {
            Centre(samples[i], unit, origin, centred);
            var (x, y) = (TensorPrimitives.Dot<double>(centred, horizontal), TensorPrimitives.Dot<double>(centred, vertical));
            points[i] = new(x, y, samples[i].Label);
            TensorPrimitives.Add(mean, centred, mean);
            squares += TensorPrimitives.SumOfSquares<double>(centred);
        }
        var total = (squares / points.Length) - (TensorPrimitives.SumOfSquares<double>(mean) / ((double)points.Length * points.Length));
        return new FeatureProjection
        {
            Points = points,
            Means = [.. points.GroupBy(p => p.Class).OrderBy(group => group.Key).Select(MeanPoint)],
            HorizontalShare = Share([.. points.Select(p => p.X)], total),
            VerticalShare = Share([.. points.Select(p => p.Y)], total),
        };
    }

    public static void Centre(ReservoirEntry sample, bool unit, double[] origin, double[] centred)
    {
        var scale = unit ? sample.Scale : 1;
        for (var j = 0; j < centred.Length; j++)
            centred[j] = (sample.Feature[j] * scale) - origin[j];
    }

    /// <summary>
    /// Removes from <paramref name="vector"/> its parts along orthonormal <paramref name="axes"/> and makes it unit length; false if
    /// nothing is left.
    /// </summary>
    public static bool Orthonormalize(double[] vector, params ReadOnlySpan<double[]> axes)
    {
        var before = TensorPrimitives.Norm<double>(vector);
        // Twice is enough (Kahan): the second round removes what rounding left of the first.
        for (var round = 0; round < 2; round++)
        {
            foreach (var axis in axes)
                TensorPrimitives.MultiplyAdd(axis, -TensorPrimitives.Dot<double>(axis, vector), vector, vector);
        }
        var length = TensorPrimitives.Norm<double>(vector);
        if (!(length > 1e-10 * before))
            return false;
        TensorPrimitives.Divide(vector, length, vector);
        return true;
    }

    private static ProjectedPoint MeanPoint(IGrouping<int, ProjectedPoint> group) =>
        new(group.Average(p => p.X), group.Average(p => p.Y), group.Key);

    private static double Share(double[] coordinates, double total)
    {
        var mean = coordinates.Average();
        return total > 0 ? Math.Clamp(coordinates.Average(x => (x - mean) * (x - mean)) / total, 0, 1) : 0;
    }
}
