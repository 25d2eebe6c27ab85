using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

public class FeatureStatisticsTests
{
    [Fact]
    public void An_empty_class_is_refused_by_name_or_left_out_on_request()
    {
        (int, float[])[] samples = new[] { (0, new float[] { 1, 2 }), (0, [2, 1]), (3, [4, 4]), (3, [5, 3]) };
        FeatureStatistics strict = Filled(2, 4, samples);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => strict.Compute());
        Assert.Contains("none of 2 of 4 (class 1, 2)", error.Message, StringComparison.Ordinal);
        Discriminability found = Filled(2, 4, samples, new() { IgnoreEmptyClasses = true }).Compute();
        Assert.Equal([0, 3], found.Classes);
        Assert.Equal([0, 3], found.Norms.Classes.Select(c => c.Class));
        Discriminability renamed = Filled(2, 2, [.. samples.Select(s => (s.Item1 / 3, s.Item2))]).Compute();
        Assert.Equal(renamed.Raw, found.Raw);
    }

    [Fact]
    public void One_class_cannot_be_separated()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(3, 1));
        FeatureStatistics one = Filled(1, 3, [(1, [1f]), (1, [2f])], new() { IgnoreEmptyClasses = true });
        Refusal.Says<InvalidOperationException>("samples of 1 of 3", () => one.Compute());
        Assert.Throws<InvalidOperationException>(() => new FeatureStatistics(1, 2).Compute());
    }

    [Fact]
    public void The_leave_one_out_pass_takes_as_many_samples_as_its_operations_allow()
    {
        var features = Features.Random(perClass: 50, classes: 4, dimension: 6, spread: 0.5, seed: 9);
        Discriminability all = features.Measure(), part = features.Measure(new() { LeaveOneOutOperations = 100 * 4 * (6 + 4) });
        Assert.Equal((200, 100), (all.LeaveOneOutSamples, part.LeaveOneOutSamples));
        Assert.Equal(all.Raw.TraceRatio, part.Raw.TraceRatio);
        Assert.NotEqual(all.Raw.Nc1, part.Raw.Nc1);
        Close.To(all.Raw.Nc1!.Value, part.Raw.Nc1!.Value, 0.5);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(1, 2, new() { LeaveOneOutOperations = 0 }));
    }

    [Theory]
    [InlineData(300, 8192)]
    [InlineData(1000, 512)]
    public void Many_classes_take_seconds(int classes, int dimension)
    {
        var features = Features.Random(perClass: 3, classes, dimension, spread: 0.5, seed: 4);
        FeatureStatistics statistics = features.Accumulate(new() { SilhouetteSamples = 128 });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(classes, statistics.Compute().Classes.Count);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 120);
    }

    [Theory, InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Features_that_are_not_finite_are_refused_where_they_stand(float bad)
    {
        FeatureStatistics statistics = Filled(3, 2, [(0, [1f, 2f, 3f])]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => statistics.Add([1, bad, 3], 1));
        Assert.Contains("at 1 of sample 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, statistics.Count);
    }

    [Fact]
    public void The_largest_floats_are_still_finite()
    {
        const float most = float.MaxValue;
        Discriminability found = Filled(2, 2, [(0, [most, 0f]), (0, [most, 0f]), (1, [0f, most]), (1, [0f, most])]).Compute();
        Assert.Equal((0.0, 1.0), (found.Unit.Nc1, found.Unit.Silhouette));
        Assert.Equal(0, found.Raw.Nc1);
    }

    [Fact]
    public void Samples_of_the_wrong_shape_or_class_are_refused()
    {
        var statistics = new FeatureStatistics(3, 2);
        Refusal.Says<ArgumentException>("Expected 3 features", () => statistics.Add([1, 2], 0));
        Refusal.Says<ArgumentOutOfRangeException>("from 0 to 1", () => statistics.Add([1, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => statistics.Add([1, 2, 3], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => statistics.Add([1, 2, 3], 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(0, 2));
        Assert.Equal(0, statistics.Count);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(1, 2, new() { ReservoirBytes = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(1, 2, new() { SilhouetteSamples = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(1, 2, new() { HistogramBins = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureStatistics(1, 2, new() { NormEps = 0 }));
    }

    [Fact]
    public void A_subsample_stands_for_all()
    {
        var features = Features.Random(perClass: 2000, classes: 4, dimension: 6, spread: 0.9, seed: 3);
        Discriminability all = features.Measure();
        Discriminability part = features.Measure(new() { ReservoirBytes = 1500 * 6 * 4, SilhouetteSamples = 700 });
        Assert.Equal((8000, 8000, 5000), (all.Samples, all.LeaveOneOutSamples, all.SilhouetteSamples));
        Assert.Equal((8000, 1500, 700), (part.Samples, part.LeaveOneOutSamples, part.SilhouetteSamples));
        Close.To(all.Raw.Nc1!.Value, part.Raw.Nc1!.Value, 0.08);
        Close.To(all.Raw.Silhouette!.Value, part.Raw.Silhouette!.Value, 0, 0.03);
        Close.To(all.Raw.NearestMeanAccuracy, part.Raw.NearestMeanAccuracy, 0, 0.03);
        Assert.Equal((all.Raw.TraceRatio, all.Raw.Cdnv, all.Cosines), (part.Raw.TraceRatio, part.Raw.Cdnv, part.Cosines));
    }

    [Fact]
    public void The_seed_chooses_the_subsample_and_nothing_else()
    {
        var features = Features.Random(perClass: 100, classes: 3, dimension: 4, spread: 1, seed: 9);
        Discriminability With(ulong seed) => features.Measure(new() { ReservoirBytes = 50 * 4 * 4, Seed = seed });
        Assert.Equal(With(1).Raw, With(1).Raw);
        Assert.NotEqual(With(1).Raw.Nc1, With(2).Raw.Nc1);
        Assert.Equal(With(1).Raw.Cdnv, With(2).Raw.Cdnv);
    }

    // Every sample must be chosen equally often: 30 places for 120 samples, over 2000 seeds, is 500 ± 19.4 times each.
    [Fact]
    public void Early_and_late_samples_have_equal_chances()
    {
        int[] times = new int[120];
        for (ulong seed = 0UL; seed < 2000; seed++)
        {
            var reservoir = new ReservoirSample(1, 30 * 4, seed);
            for (int i = 0; i < times.Length; i++)
                reservoir.Add([i], 0, null, 1);
            foreach (ReservoirEntry sample in reservoir.Samples)
                times[(int)sample.Feature[0]]++;
        }
        Assert.All(times, count => Assert.InRange(count, 410, 590));
    }

    [Fact]
    public void Measuring_twice_changes_nothing_and_adding_goes_on()
    {
        var features = Features.Random(perClass: 10, classes: 3, dimension: 5, spread: 1, seed: 4);
        FeatureStatistics statistics = features.Accumulate();
        Assert.Equal(statistics.Compute().Raw, statistics.Compute().Raw);
        statistics.Add(new float[5], 0);
        Assert.Equal(31, statistics.Compute().Samples);
    }

    [Fact]
    public void The_feature_buffer_may_be_reused()
    {
        var features = Features.Random(perClass: 6, classes: 2, dimension: 3, spread: 1, seed: 8);
        var statistics = new FeatureStatistics(3, 2);
        float[] buffer = new float[3];
        for (int i = 0; i < features.Values.Length; i++)
        {
            features.Values[i].CopyTo(buffer, 0);
            statistics.Add(buffer, features.Labels[i]);
        }
        Assert.Equal(features.Measure().Raw, statistics.Compute().Raw);
    }

    [Fact]
    public void Histograms_count_every_sample_once()
    {
        NormStatistics norms =
            Features.Random(perClass: 50, classes: 3, dimension: 4, spread: 1, seed: 6).Measure(new() { HistogramBins = 7 }).Norms;
        Assert.Equal(8, norms.HistogramEdges.Count);
        Assert.All(norms.Classes, c => Assert.Equal((50, 7), (c.Histogram.Sum(), c.Histogram.Count)));
        Assert.Equal(norms.Classes.Min(c => c.Minimum), norms.HistogramEdges[0]);
        Assert.Equal(norms.Classes.Max(c => c.Maximum), norms.HistogramEdges[^1], 12);
        NormStatistics equal = Features.Of((0, [2]), (1, [2])).Measure().Norms;
        Assert.True(equal.HistogramEdges[0] < 2 && equal.HistogramEdges[^1] > 2);
    }

    [Fact]
    public void Catalog_names_are_unique_and_lead_to_values()
    {
        Discriminability found = Features.Random(perClass: 10, classes: 3, dimension: 5, spread: 1, seed: 2).Measure();
        Assert.Equal(DiscriminabilityMetric.All.Count, DiscriminabilityMetric.All.Select(metric => metric.Name).Distinct().Count());
        Assert.Equal(["nc4"], DiscriminabilityMetric.All.Where(metric => metric.Value(found, false) is null).Select(metric => metric.Name));
        IEnumerable<DiscriminabilityMetric> shared = DiscriminabilityMetric.All.Where(metric => !metric.HasUnitForm);
        Assert.All(shared, metric => Assert.Equal(metric.Value(found, false), metric.Value(found, true)));
    }

    // Two directions, each sample with a length of its own: normalizing removes all spread within classes.
    [Fact]
    public void Effects_of_normalizing_say_what_improves()
    {
        Discriminability found = Filled(2, 2, [(0, [1f, 0f]), (0, [8f, 0f]), (1, [0f, 2f]), (1, [0f, 5f])]).Compute();
        var effects = found.NormalizingEffects().ToDictionary(effect => effect.Metric.Name);
        Assert.Equal((true, true, true), (effects["nc1"].Improves, effects["cdnv"].Improves, effects["silhouette"].Improves));
        Assert.Equal((found.Raw.Nc1, 0.0), (effects["nc1"].Raw, effects["nc1"].Unit));
        Assert.Null(effects["trace_ratio"].Unit);
        Assert.Null(effects["trace_ratio"].Improves);
        Assert.DoesNotContain("intra_class_cosine", effects.Keys);
    }

    private static FeatureStatistics Filled(
        int dimension, int classes, (int Label, float[] Value)[] samples, FeatureStatisticsOptions? options = null)
    {
        var statistics = new FeatureStatistics(dimension, classes, options);
        foreach ((int label, float[] value) in samples)
            statistics.Add(value, label);
        return statistics;
    }
}
