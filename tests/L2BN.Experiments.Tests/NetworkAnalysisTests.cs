using L2BN.Analysis.FeatureMeasures;
using L2BN.Analysis.Projection;
using L2BN.Data;
using L2BN.Experiments.Probes;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Tests.Shared;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class NetworkAnalysisTests
{
    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    public void Looks_before_and_behind_every_norm_and_at_what_the_classifier_sees(string norm)
    {
        RunAnalysis analysis = Analyze(Network(norm), TinyDataset.Splits());
        Assert.Equal(
            [("norm", "input"), ("norm", "output"), ("features", "features")],
            analysis.FeatureTaps.Select(place => (place.Layer, place.Side)));
        Assert.All(
            analysis.FeatureTaps,
            place => Assert.Equal(DiscriminabilityMetric.All.Select(metric => metric.Name), place.Metrics.Keys));
        Assert.All(analysis.FeatureTaps, place => Assert.Equal(48, place.Samples));
        Assert.Equal(["principal components", "plane of three class means"], analysis.Projections.Select(projection => projection.Plane));
    }

    [Fact]
    public void The_metrics_are_those_of_the_features_that_pass()
    {
        using nn.Module<Tensor, Tensor> network = Network("bn");
        DataSplits data = TinyDataset.Splits();
        var expected = new FeatureStatistics(64, 3);
        for (int i = 0; i < data.Test.Count; i++)
            expected.Add(FeaturesOf(network, data, i), data.Test.Label(i));
        FeatureTapAnalysis features = Analyze(network, data).FeatureTaps[^1];
        Discriminability wanted = expected.Compute();
        Assert.Equal(wanted.Raw.TraceRatio!.Value, features.Metrics["trace_ratio"]!.Value, 1e-5);
        Assert.Equal(wanted.Unit.NearestMeanAccuracy, features.UnitMetrics!["nearest_mean_accuracy"]!.Value, 1e-9);
        Assert.Equal(wanted.Norms.Variation!.Value, features.Metrics["norm_cv"]!.Value, 1e-5);
    }

    [Fact]
    public void Where_l2bn_normalizes_its_own_unit_length_geometry_is_all_that_counts()
    {
        RunAnalysis analysis = Analyze(Network("l2bn"), TinyDataset.Splits());
        Assert.NotEqual(analysis.FeatureTaps[0].Metrics["trace_ratio"], analysis.FeatureTaps[0].UnitMetrics!["trace_ratio"]);
        Assert.Null(analysis.FeatureTaps[1].UnitMetrics);
        Assert.Equal(48, analysis.FeatureTaps[0].Norms!.Counts.Sum(row => row.Sum()));
    }

    [Fact]
    public void Mode_statistics_and_hooks_are_left_as_they_were()
    {
        using nn.Module<Tensor, Tensor> network = Network("bn");
        network.train();
        float[] before = State(network);
        Analyze(network, TinyDataset.Splits());
        Assert.True(network.training);
        Assert.Equal(before, State(network));
        Analyze(network, TinyDataset.Splits());
    }

    [Fact]
    public void A_part_of_the_test_split_keeps_the_shares_of_the_classes()
    {
        IDataset part = ChosenSamples.Balanced(new TinyDataset(300, 2), 30);
        Assert.Equal([10, 10, 10], Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, part.Count).Count(i => part.Label(i) == k)));
        RunAnalysis analysis = new NetworkAnalysis(Network("bn"), TinyDataset.Splits(test: 300), 30, CPU).Run(
            pictures: false,
            TestContext.Current.CancellationToken);
        Assert.Equal([30, 30, 300], analysis.FeatureTaps.Select(place => place.Samples!.Value));
        Assert.Empty(analysis.Projections);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(640, 100)]
    [InlineData(64_000, 371)]
    [InlineData(10_000_000, 1000)]
    public void A_short_training_has_fewer_of_many_classes_analyzed(long samples, int classes)
    {
        Assert.Equal(classes, NetworkAnalysis.FeatureClassesFor(samples));
        // 25 s for 1,000 classes, 0.2 ms for a sample.
        if (classes > NetworkAnalysis.MostLayerClasses)
            Assert.InRange(25 * Math.Pow(classes / 1000.0, 3), 0, 0.1 * 0.0002 * samples);
    }

    [Fact]
    public void Of_many_classes_those_are_measured_that_the_length_of_the_training_allows_and_the_record_says_so()
    {
        using nn.Module<Tensor, Tensor> network = TinyNetwork.Create("bn");
        RunAnalysis analysis = new NetworkAnalysis(network, TinyDataset.Splits(), 400, CPU) { FeatureClasses = 2 }.Run(
            pictures: true,
            TestContext.Current.CancellationToken);
        Assert.Equal([3, 3, 2], analysis.FeatureTaps.Select(tap => tap.Classes!.Value));
        Assert.Equal(32, analysis.FeatureTaps[^1].Samples);
        Assert.Equal(["principal components"], analysis.Projections.Select(projection => projection.Plane));
    }

    [Fact]
    public void Features_that_are_not_finite_have_no_numbers()
    {
        using nn.Module<Tensor, Tensor> network = Network("bn");
        using (no_grad())
            network.state_dict()["norm.bias"].fill_(float.PositiveInfinity);
        RunAnalysis analysis = Analyze(network, TinyDataset.Splits());
        Assert.NotNull(analysis.FeatureTaps[0].Metrics["trace_ratio"]);
        Assert.All(analysis.FeatureTaps[1].Metrics.Values, value => Assert.Null(value));
    }

    [Fact]
    public void A_network_without_norms_or_classifier_has_no_places()
    {
        using Sequential network = nn.Sequential(("flatten", nn.Flatten()), ("pick", nn.Identity()));
        Assert.Empty(Analyze(network, TinyDataset.Splits()).FeatureTaps);
    }

    private static RunAnalysis Analyze(nn.Module<Tensor, Tensor> network, DataSplits data) =>
        new NetworkAnalysis(network, data, 400, CPU).Run(pictures: true, TestContext.Current.CancellationToken);

    private static nn.Module<Tensor, Tensor> Network(string norm)
    {
        random.manual_seed(4);
        return TinyNetwork.Create(norm);
    }

    private static float[] State(nn.Module network) =>
        [
            .. network
                .state_dict()
                .Where(item => item.Value.dtype == ScalarType.Float32)
                .SelectMany(item => item.Value.data<float>().ToArray()),
        ];

    private static float[] FeaturesOf(nn.Module<Tensor, Tensor> network, DataSplits data, int index)
    {
        float[] sample = new float[64];
        data.Test.Read(index, sample);
        data.Normalization.Apply(sample, data.Test.Shape);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        network.eval();
        Tensor x = tensor(sample).reshape(1, 1, 8, 8);
        foreach (nn.Module<Tensor, Tensor>? layer in network.children().Cast<nn.Module<Tensor, Tensor>>().SkipLast(1))
            x = layer.call(x);
        return x.data<float>().ToArray();
    }
}
