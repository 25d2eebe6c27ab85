using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

public class FreezingTests
{
    [Fact]
    public void Frozen_layer_stays_frozen_through_train()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = nn.Sequential(nn.Conv2d(2, 3, 1), nn.L2BatchNorm2d(3));
        var layer = (L2BatchNorm2d)model[1];
        Tensor x = Tensors.Random(1, 4, 2, 3, 3).to(ScalarType.Float32);
        model.call(x);
        model.eval();
        Tensor evaluated = model.call(x), mean = layer.running_mean!.clone();
        Assert.Equal(1, NormFreezing.Freeze(model));
        model.train();
        Tensor trained = model.call(x * 3);
        trained.sum().backward();
        AssertNear.Same(evaluated, model.call(x), 0);
        AssertNear.Same(mean, layer.running_mean!, 0);
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
        Assert.Null(layer.weight!.grad);
        Assert.True(layer.training && layer.frozen);
        Assert.NotNull(((Conv2d)model[0]).weight!.grad);
    }

    [Fact]
    public void Frozen_statistics_with_trained_parameters()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        layer.Freeze(parameters: false);
        layer.call(rand(1, 3, 1, 1)).sum().backward();
        Assert.NotNull(layer.weight!.grad);
    }

    [Fact]
    public void Unfreezing_takes_it_back()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        layer.Freeze();
        NormFreezing.Unfreeze(layer);
        layer.call(rand(4, 3, 2, 2)).sum().backward();
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
        Assert.NotNull(layer.weight!.grad);
        Assert.False(layer.frozen);
    }

    [Fact]
    public void Without_running_statistics_there_is_nothing_to_freeze()
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, track_running_stats: false);
        AssertThrows.With<InvalidOperationException>(() => layer.Freeze(), "track_running_stats");
        Assert.Equal(0, NormFreezing.Freeze(layer));
    }
}
