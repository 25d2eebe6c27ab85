using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>
/// The layer behaves as torch's BatchNorm in everything but the norm: on samples that are normalized already, the two do the same.
/// </summary>
public class BatchNormParityTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(null)]
    public void Statistics_counter_and_outputs_move_together(double? momentum)
    {
        using DisposeScope scope = NewDisposeScope();
        (L2BatchNorm2d l2bn, BatchNorm2d batchNorm) = Pair(momentum);
        for (int step = 0; step < 4; step++)
        {
            Tensor x = Unit(step);
            AssertNear.Same(batchNorm.call(x), l2bn.call(x), 1e-9, "y");
            AssertNear.Same(batchNorm.running_mean!, l2bn.running_mean!, 1e-12, "running_mean");
            AssertNear.Same(batchNorm.running_var!, l2bn.running_var!, 1e-12, "running_var");
            Assert.Equal(step + 1, l2bn.num_batches_tracked!.item<long>());
        }

        l2bn.eval();
        batchNorm.eval();
        AssertNear.Same(batchNorm.call(Unit(9)), l2bn.call(Unit(9)), 1e-9, "y in evaluation");
        Assert.Equal(4, l2bn.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Cumulative_average_is_the_mean_of_the_batches()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, momentum: null, dtype: ScalarType.Float64);
        using L2BatchNorm2d last = nn.L2BatchNorm2d(3, momentum: 1, dtype: ScalarType.Float64);
        Tensor sum = zeros(3, ScalarType.Float64);
        for (int step = 0; step < 3; step++)
        {
            layer.call(Unit(step));
            last.call(Unit(step));
            sum += last.running_var!;
        }

        AssertNear.Same(sum / 3, layer.running_var!, 1e-14);
    }

    [Fact]
    public void Without_running_statistics_it_always_uses_the_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, track_running_stats: false, dtype: ScalarType.Float64);
        Tensor x = Tensors.Random(1, 4, 3, 2, 2);
        Tensor training = layer.call(x);
        layer.eval();
        AssertNear.Same(training, layer.call(x), 0);
        Assert.Equal(["weight", "bias"], layer.state_dict().Keys);
        Assert.Null(layer.running_mean);
        Assert.Null(layer.num_batches_tracked);
    }

    [Fact]
    public void Without_affine_there_are_no_parameters()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, affine: false);
        Assert.Empty(layer.parameters());
        Assert.Null(layer.weight);
        Assert.Null(layer.bias);
        Assert.Equal(["running_mean", "running_var", "num_batches_tracked"], layer.state_dict().Keys);
        Assert.True(layer.call(Tensors.Random(1, 4, 3, 2, 2).to(ScalarType.Float32)).var().item<float>() > 0.9);
    }

    [Theory]
    [InlineData(0L, 3L, 2L, 2L)]
    [InlineData(2L, 3L, 0L, 2L)]
    public void Empty_batch_leaves_the_statistics_and_counts(params long[] shape)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        Tensor x = zeros(shape, requires_grad: true);
        Tensor y = layer.call(x);
        y.sum().backward();
        Assert.Equal(shape, y.shape);
        Assert.Equal(shape, x.grad!.shape);
        Assert.Equal([0, 0, 0], Tensors.Values(layer.weight!.grad!));
        Assert.Equal([0, 0, 0], Tensors.Values(layer.bias!.grad!));
        Assert.Equal([0, 0, 0], Tensors.Values(layer.running_mean!));
        Assert.Equal([1, 1, 1], Tensors.Values(layer.running_var!));
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void Eps_of_zero_gives_zero_for_a_constant_channel()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm1d layer = nn.L2BatchNorm1d(2, eps: 0, scale: FeatureScale.Unit);
        Tensor y = layer.call(tensor(new[] { 0f, 1f, 0f, 1f, 0f, 1f }).reshape(3, 2));
        Assert.Equal([0, 0, 0, 0, 0, 0], Tensors.Values(y));
    }

    [Fact]
    public void Functional_form_is_the_layer()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, eps: 1e-3, momentum: 0.3, scale: FeatureScale.Unit, dtype: ScalarType.Float64);
        Tensor x = Tensors.Random(1, 4, 3, 2, 5), mean = zeros(3, ScalarType.Float64), variance = ones(3, ScalarType.Float64);
        Tensor Call(bool training) =>
            F.l2_batch_norm(x, mean, variance, layer.weight, layer.bias, training, 0.3, 1e-3, FeatureScale.Unit, 1e-12);
        AssertNear.Same(layer.call(x), Call(true), 0);
        AssertNear.Same(layer.running_var!, variance, 0);
        layer.eval();
        AssertNear.Same(layer.call(x), Call(false), 0);
        AssertNear.Same(Call(true), F.l2_batch_norm(x, null, null, layer.weight, layer.bias, true, eps: 1e-3, scale: FeatureScale.Unit), 0);
    }

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        using DisposeScope scope = NewDisposeScope();
        L2BatchNorm[] layers = [nn.L2BatchNorm1d(7), nn.L2BatchNorm2d(7), TorchModules.L2BatchNorm3d(7), new L2BatchNormAct(7)];
        foreach (L2BatchNorm layer in layers)
        {
            Assert.Equal((7, 1e-5, 0.1), (layer.num_features, layer.eps, layer.momentum));
            Assert.True(layer.affine && layer.track_running_stats);
            Assert.Equal((FeatureScale.RootDimension, 1e-12), (layer.scale, layer.norm_eps));
            Assert.Equal(layer.GetType().Name, layer.GetName());
            Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], layer.state_dict().Keys);
            Assert.All(layer.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        }
    }

    private static (L2BatchNorm2d L2bn, BatchNorm2d Torch) Pair(double? momentum)
    {
        L2BatchNorm2d l2bn = nn.L2BatchNorm2d(3, momentum: momentum, scale: FeatureScale.Unit, dtype: ScalarType.Float64);
        BatchNorm2d batchNorm = nn.BatchNorm2d(3).to(ScalarType.Float64);
        batchNorm.momentum = momentum;
        return (l2bn, batchNorm);
    }

    private static Tensor Unit(int seed) => F.normalize(Tensors.Random(seed, 4, 3, 2, 2).flatten(1)).reshape(4, 3, 2, 2);
}
