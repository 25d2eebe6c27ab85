using CsCheck;
using L2BN.Analysis.FeatureMeasures;
using L2BN.Analysis.Projection;
using L2BN.Analysis.Tests.FeatureMeasures;

namespace L2BN.Analysis.Tests.Projection;

public class ProjectionTests
{
    [Fact]
    public void Principal_components_are_the_covariances() =>
        Features.Any.Where(features => features.Dimension > 2).Sample(features =>
        {
            (double[] values, double[][] _) = SymmetricEigen.Decompose(Covariance(features));
            double total = values.Sum();
            FeatureProjection found = features.Accumulate().PrincipalComponents();
            Close.To(values[0] / total, found.HorizontalShare, 1e-6);
            Close.To(values[1] / total, found.VerticalShare, 1e-6, 1e-9);
            Close.To(0, found.Points.Average(p => p.X), 0, 1e-6);
            Close.To(0, found.Points.Sum(p => p.X * p.Y) / found.Points.Count, 0, 1e-5 * total);
        }, iter: 100);

    [Fact]
    public void A_flat_cloud_in_many_dimensions_is_shown_without_loss()
    {
        // Points on a plane in 40 dimensions: distances between projections are the distances between points.
        var random = new SplitMix64(12);
        float[] Point(double u, double v) =>
            [.. Enumerable.Range(0, 40).Select(j => (float)((u * Math.Sin(j)) + (v * Math.Cos(3 * j)) + 5))];
        float[][] values = [.. Enumerable.Range(0, 30).Select(_ => Point(random.Unit(), random.Unit()))];
        FeatureProjection found = new Features(values, [.. Enumerable.Range(0, 30).Select(i => i % 2)]).Accumulate().PrincipalComponents();
        Close.To(1, found.HorizontalShare + found.VerticalShare, 1e-9);
        for (int i = 1; i < 30; i++)
        {
            double expected = Math.Sqrt(values[i].Zip(values[0], (a, b) => Math.Pow((double)a - b, 2)).Sum());
            Close.To(expected, Distance(found.Points[i], found.Points[0]), 1e-5);
        }
    }

    [Fact]
    public void Principal_components_of_unit_features_lie_within_the_unit_circle()
    {
        FeatureStatistics statistics = Features.Random(perClass: 20, classes: 3, dimension: 6, spread: 0.5, seed: 5).Accumulate();
        Assert.All(statistics.PrincipalComponents(unit: true).Points, p => Assert.True((p.X * p.X) + (p.Y * p.Y) <= 4));
        Assert.Equal(statistics.PrincipalComponents().Points, statistics.PrincipalComponents().Points);
        Assert.Equal([0, 1, 2], statistics.PrincipalComponents().Means.Select(m => m.Class));
    }

    [Fact]
    public void One_dimension_and_equal_points_still_have_a_picture()
    {
        FeatureProjection line = Features.Of((0, [1]), (1, [2]), (1, [4])).Accumulate().PrincipalComponents();
        Assert.Equal(1, line.HorizontalShare, 12);
        Assert.All(line.Points, p => Assert.Equal(0, p.Y));
        FeatureProjection point = Features.Of((0, [1, 1]), (1, [1, 1])).Accumulate().PrincipalComponents();
        Assert.Equal((0.0, 0.0), (point.HorizontalShare, point.VerticalShare));
        Assert.Throws<InvalidOperationException>(() => new FeatureStatistics(2, 2).PrincipalComponents());
    }

    [Fact]
    public void Class_plane_keeps_the_triangle_of_the_means()
    {
        var features = Features.Of(
            (0, [0, 0, 0, 7]), (0, [0, 0, 0, 9]), (1, [3, 0, 0, 8]), (1, [3, 0, 0, 8]), (2, [0, 4, 0, 8]), (2, [0, 4, 0, 8]),
            (3, [9, 9, 9, 9]));
        FeatureProjection found = features.Accumulate().ClassPlane(0, 1, 2);
        Assert.Equal(6, found.Points.Count);
        double Side(int a, int b) => Distance(found.Means[a], found.Means[b]);
        Assert.Equal((3.0, 4.0, 5.0), (Math.Round(Side(0, 1), 9), Math.Round(Side(0, 2), 9), Math.Round(Side(1, 2), 9)));
        Assert.Equal(found.Means[0].Y, found.Means[1].Y, 9);
        Assert.True(found.Means[1].X > found.Means[0].X && found.Means[2].Y > found.Means[0].Y);
        Close.To(0, found.Means.Sum(m => m.X), 0, 1e-9);
    }

    [Fact]
    public void Class_plane_refuses_what_spans_none()
    {
        FeatureStatistics statistics = Filled((0, [1f, 1f]), (1, [2f, 2f]), (2, [3f, 3f]));
        Refusal.Says<InvalidOperationException>("on one line", () => statistics.ClassPlane(0, 1, 2));
        Refusal.Says<ArgumentException>("three different", () => statistics.ClassPlane(0, 1, 1));
        Refusal.Says<InvalidOperationException>("none of class 3", () => statistics.ClassPlane(0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => statistics.ClassPlane(0, 1, 4));
    }

    private static double Distance(ProjectedPoint p, ProjectedPoint q) => Math.Sqrt(Math.Pow(p.X - q.X, 2) + Math.Pow(p.Y - q.Y, 2));

    private static FeatureStatistics Filled(params (int Label, float[] Value)[] samples)
    {
        var statistics = new FeatureStatistics(2, 4);
        foreach ((int label, float[] value) in samples)
            statistics.Add(value, label);
        return statistics;
    }

    private static double[][] Covariance(Features features)
    {
        (int n, int d) = (features.Values.Length, features.Dimension);
        double[] mean = Enumerable.Range(0, d).Select(j => features.Values.Average(x => (double)x[j])).ToArray();
        double Value(int a, int b) => features.Values.Sum(x => (x[a] - mean[a]) * (x[b] - mean[b])) / n;
        return [.. Enumerable.Range(0, d).Select(a => Enumerable.Range(0, d).Select(b => Value(a, b)).ToArray())];
    }
}
