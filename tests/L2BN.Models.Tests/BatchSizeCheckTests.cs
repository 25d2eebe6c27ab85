using L2BN.Models.Norms;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Tests;

/// <summary>Norms that would see one value per channel are found before the first step.</summary>
public class BatchSizeCheckTests
{
    public static TheoryData<string, string> Cases =>
        new(from name in Tiny.Distinct from norm in (string[])["bn", "l2bn", "gn"] select (name, norm));

    [Theory]
    [InlineData("mlp", "bn", 1, "norm1", "norm2")]
    [InlineData("mlp", "l2bn-unit", 1, "norm1", "norm2")]
    [InlineData("mlp", "bn", 2)]
    [InlineData("mlp", "rms", 1)]
    [InlineData("resnet8", "bn", 1)]
    public void Norms_with_one_value_per_channel_are_named(string model, string norm, int batch, params string[] expected)
    {
        using Module<Tensor, Tensor> network = ModelCatalog.Create(model, new ModelOptions { Norm = NormSpec.Parse(norm) });
        Assert.Equal(expected, BatchSizeCheck.FindSingleValueNorms(network, [3, 32, 32], batch));
    }

    [Fact]
    public void Small_inputs_shrink_to_one_position()
    {
        using Module<Tensor, Tensor> network = ModelCatalog.Create("resnet8_b", new ModelOptions { Norm = NormSpec.Parse("l2bn") });
        Assert.Empty(BatchSizeCheck.FindSingleValueNorms(network, [3, 5, 5], 1));
        Assert.Equal(["layer3.0.bn1", "layer3.0.bn2", "layer3.0.downsample.1"], BatchSizeCheck.FindSingleValueNorms(network, [3, 4, 4], 1));
    }

    /// <summary>In such a step L2BatchNorm refuses its input, and BatchNorm's running variance becomes NaN.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void The_check_predicts_a_training_step_of_one_sample(string name, string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor> network = Tiny.Model(name, norm);
        (Tensor x, Tensor _) = Tiny.Batch(name, 1);
        bool found = BatchSizeCheck.FindSingleValueNorms(network, [.. x.shape.Skip(1)], 1).Count > 0;
        bool refused = Record.Exception(() => network.call(x)) is ArgumentException;
        bool finite = network.state_dict().Values.All(value => value.isfinite().all().item<bool>());
        Assert.Equal(found, refused || !finite);
        Assert.Empty(BatchSizeCheck.FindSingleValueNorms(network, [.. x.shape.Skip(1)], 2));
    }

    [Theory, InlineData("bn"), InlineData("l2bn")]
    public void Network_and_generator_are_unchanged(string norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor> network = Tiny.Model("asc_fcnn", norm);
        Module frozen = network.modules().OfType<Dropout>().First();
        frozen.eval();
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        manual_seed(3);
        Tensor expected = rand(4);
        manual_seed(3);
        BatchSizeCheck.FindSingleValueNorms(network, [2, 16, 18], 1);
        Assert.True(Tensors.Same(expected, rand(4)));
        Assert.All(network.state_dict(), pair => Assert.True(Tensors.Same(before[pair.Key], pair.Value), pair.Key));
        Assert.Equal([frozen], network.modules().Where(module => !module.training));
        Assert.True(((IFusedModel)network).Fused);
        Assert.All(network.modules().OfType<L2BatchNorm>(), layer => Assert.Equal(0, layer.small_norm_samples));
    }

    [Fact]
    public void Norms_of_the_user_and_of_TorchSharp_are_found()
    {
        using Sequential network = Sequential(("a", new OwnNorm()), ("b", BatchNorm1d(4)), ("c", LayerNorm(4)), ("linear", Linear(4, 4)));
        Assert.Equal(["a", "b", "c"], NormLayers.Find(network).Select(found => found.Name));
        Assert.Equal(["a", "b"], BatchSizeCheck.FindSingleValueNorms(network, [4], 1));
    }

    [Fact]
    public void Norms_without_running_statistics_accept_the_trial()
    {
        using Sequential network = Sequential(("a", new L2BatchNorm1d(4, track_running_stats: false)));
        Assert.Equal(["a"], BatchSizeCheck.FindSingleValueNorms(network, [4], 1));
        Assert.Empty(BatchSizeCheck.FindSingleValueNorms(network, [4], 2));
    }

    [Fact]
    public void Frozen_norms_need_no_batch()
    {
        using Sequential network = Sequential(("a", new L2BatchNorm1d(4)));
        NormFreezing.Freeze(network);
        Assert.Empty(BatchSizeCheck.FindSingleValueNorms(network, [4], 1));
    }

    private sealed class OwnNorm() : Module<Tensor, Tensor>(nameof(OwnNorm)), INormLayer
    {
        public bool UsesBatchStatistics => true;

        public override Tensor forward(Tensor input) => input.alias();
    }
}
