using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

public class HandMadeFeatureTests
{
    // Three classes on the corners of an equilateral triangle, every sample on its corner.
    private static readonly Features s_collapsed = Features.Of(
        (0, [1, 0, 0]), (1, [0, 1, 0]), (2, [0, 0, 1]), (0, [1, 0, 0]), (1, [0, 1, 0]), (2, [0, 0, 1]), (0, [1, 0, 0]));

    [Fact]
    public void Perfect_collapse_has_the_perfect_values()
    {
        Discriminability found = s_collapsed.Measure();
        foreach (ClassGeometry? geometry in new[] { found.Raw, found.Unit })
        {
            Assert.Equal((0.0, 0.0, 0.0), (geometry.WithinScatter, geometry.Nc1, geometry.Cdnv));
            Assert.Equal((1.0, 1.0), (geometry.Silhouette, geometry.NearestMeanAccuracy));
            Assert.Null(geometry.TraceRatio);
            Close.To(0, geometry.Nc2Equinorm!.Value, 0, 1e-12);
            Close.To(0, geometry.Nc2Equiangle!.Value, 0, 1e-12);
            Close.To(0, geometry.Nc2MaximalAngle!.Value, 0, 1e-12);
        }
        Assert.Equal((1.0, 0.0, 1.0), (found.Cosines.IntraClass, found.Cosines.InterClass, found.Cosines.ClassSeparation));
        Assert.Equal((1.0, 0.0), (found.Norms.Mean, found.Norms.Variation));
    }

    [Fact]
    public void One_dimension_by_hand()
    {
        Discriminability found = Features.Of((0, [1]), (0, [3]), (1, [7]), (1, [9])).Measure();
        ClassGeometry raw = found.Raw;
        Assert.Equal((1.0, 9.0, 9.0), (raw.WithinScatter, raw.BetweenScatter, raw.TraceRatio));
        Close.To(1 / 18.0, raw.Nc1!.Value, 1e-14);
        Close.To(1 / 36.0, raw.Cdnv!.Value, 1e-14);
        Close.To(((5 / 7.0) + 0.6) / 2, raw.Silhouette!.Value, 1e-7);
        Assert.Equal((0.0, 1.0), (raw.Nc2Equinorm, raw.NearestMeanAccuracy));
        Close.To(Math.Sqrt(10) / 5, found.Norms.Variation!.Value, 1e-14);
        Close.To(0.2, found.Norms.VariationWithin!.Value, 1e-14);
        Close.To(0.6, found.Norms.VariationBetween!.Value, 1e-14);
    }

    // On the positive half line l2 normalization leaves one point: nothing distinguishes the classes any more, and the numbers say so.
    [Fact]
    public void Normalizing_one_positive_dimension_destroys_all()
    {
        Discriminability found = Features.Of((0, [1]), (0, [3]), (1, [7]), (1, [9])).Measure();
        Assert.Equal((1.0, 1.0), (found.Cosines.IntraClass, found.Cosines.InterClass));
        Assert.Null(found.Cosines.ClassSeparation);
        AssertNoSeparation(found.Unit);
    }

    [Fact]
    public void Duplicated_points_separate_nothing()
    {
        Discriminability found =
            new Features([.. Enumerable.Repeat(new float[] { 0.3f, -1.7f, 2.9f }, 9)], [0, 1, 2, 0, 1, 2, 0, 1, 2]).Measure();
        AssertNoSeparation(found.Raw);
        AssertNoSeparation(found.Unit);
        Assert.Equal(1.0 / 3, found.Raw.NearestMeanAccuracy, 12);
    }

    // The same points in both classes, in another order: the means differ by rounding only, which must not pass for separation.
    [Fact]
    public void Equal_classes_have_equal_means_despite_rounding()
    {
        float[][] points = [[0.1f, 0.7f], [0.3f, 0.9f], [1.1f, -0.4f], [100.7f, 3.3f]];
        Discriminability found = new Features([.. points, .. points.Reverse()], [0, 0, 0, 0, 1, 1, 1, 1]).Measure();
        Assert.Null(found.Raw.Nc1);
        Assert.Null(found.Raw.Cdnv);
        Assert.Equal((0.0, 0.0), (found.Raw.BetweenScatter, found.Raw.TraceRatio));
    }

    [Fact]
    public void Two_of_three_means_coinciding_leave_only_cdnv_without_a_value()
    {
        ClassGeometry found = Features.Of((0, [1, 0]), (0, [-1, 0]), (1, [0, 1]), (1, [0, -1]), (2, [5, 0]), (2, [5, 1])).Measure().Raw;
        Assert.Null(found.Cdnv);
        Assert.NotNull(found.Nc1);
        Assert.NotNull(found.Nc2MaximalAngle);
    }

    [Fact]
    public void Lone_samples_have_no_pair_no_silhouette_and_no_mean_of_their_own()
    {
        Discriminability found = Features.Of((0, [1, 0]), (1, [0, 1])).Measure();
        Assert.Null(found.Cosines.IntraClass);
        Assert.Equal((0.0, 0.0, 0.0), (found.Raw.Silhouette, found.Raw.NearestMeanAccuracy, found.Raw.Nc1));
    }

    [Fact]
    public void Zero_features_are_counted_and_stay_zero()
    {
        Discriminability found = Features.Of((0, [0, 0]), (0, [2, 0]), (1, [0, 3]), (1, [0, 4])).Measure();
        Assert.Equal(1, found.Norms.Clamped);
        // Class 0 holds the unit vectors (0,0) and (1,0): cosine 0; class 1 twice (0,1): cosine 1.
        Assert.Equal(0.5, found.Cosines.IntraClass!.Value, 12);
        Assert.Equal(0.125, found.Unit.WithinScatter, 12);
        Discriminability zero = Features.Of((0, [0]), (1, [0])).Measure();
        Assert.Null(zero.Norms.Variation);
        Assert.Equal(2, zero.Norms.Clamped);
    }

    [Fact]
    public void Nc4_needs_a_prediction_of_every_sample()
    {
        FeatureStatistics statistics = s_collapsed.Accumulate();
        Assert.Null(statistics.Compute().Raw.Nc4);
        var predicted = new FeatureStatistics(3, 3);
        for (int i = 0; i < s_collapsed.Values.Length; i++)
            predicted.Add(s_collapsed.Values[i], s_collapsed.Labels[i], i == 0 ? 2 : s_collapsed.Labels[i]);
        Assert.Equal(1.0 / 7, predicted.Compute().Raw.Nc4!.Value, 12);
    }

    private static void AssertNoSeparation(ClassGeometry geometry)
    {
        Assert.Equal((0.0, 0.0, 0.0), (geometry.WithinScatter, geometry.BetweenScatter, geometry.Silhouette));
        Assert.Null(geometry.TraceRatio);
        Assert.Null(geometry.Nc1);
        Assert.Null(geometry.Nc2Equinorm);
        Assert.Null(geometry.Nc2Equiangle);
        Assert.Null(geometry.Nc2MaximalAngle);
        Assert.Null(geometry.Cdnv);
    }
}
