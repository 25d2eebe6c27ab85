using L2BN.Statistics;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests.Statistics;

public class RecalibrationTests
{
    [Fact]
    public void Statistics_are_the_average_weighted_by_samples()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        Tensor[] batches = [Batch(1, 6), Batch(2, 6), Batch(3, 2)];
        Assert.Equal(14, Recalibration.Recalibrate(model, batches));
        foreach (RunningNorm norm in Norms(model))
        {
            Tensor first = Alone(model, norm, batches[0]), second = Alone(model, norm, batches[1]), third = Alone(model, norm, batches[2]);
            AssertNear.Same((first * 6 + second * 6 + third * 2) / 14, norm.Variance, 1e-12);
        }
    }

    [Fact]
    public void Modes_momentum_and_weights_are_as_before()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        (L2BatchNorm2d l2bn, BatchNorm2d batchNorm) = ((L2BatchNorm2d)model[1], (BatchNorm2d)model[4]);
        (l2bn.momentum, batchNorm.momentum) = (null, 0.3);
        batchNorm.eval();
        Tensor weight = l2bn.weight!.clone();
        Recalibration.Recalibrate(model, [Batch(1, 4), Batch(2, 4)]);
        Assert.Equal((null, 0.3), (l2bn.momentum, batchNorm.momentum));
        Assert.Equal([true, true, true, true, false], model.children().Select(module => module.training));
        Assert.True(model.training);
        Assert.Equal((2, 2), (l2bn.num_batches_tracked!.item<long>(), batchNorm.num_batches_tracked!.item<long>()));
        AssertNear.Same(weight, l2bn.weight!, 0);
    }

    [Fact]
    public void Broken_statistics_recover()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        foreach (RunningNorm norm in Norms(model))
            norm.Variance.fill_(double.NaN);
        Recalibration.Recalibrate(model, [Batch(1, 4)]);
        Assert.All(Norms(model), norm => Assert.True(norm.Variance.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Dropout_is_off_and_gradients_are_not_computed()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        using Tensor batch = Batch(1, 4);
        Recalibration.Recalibrate(model, [batch]);
        Tensor once = Norms(model)[1].Variance.clone();
        Recalibration.Recalibrate(model, [batch]);
        AssertNear.Same(once, Norms(model)[1].Variance, 0);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.False(batch.IsInvalid);
        Tensor[] batches = [batch];
        Assert.Equal(0, LiveTensors.LeftBy(() => Recalibration.Recalibrate(model, batches)));
    }

    [Fact]
    public void Frozen_layers_keep_their_statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        ((L2BatchNorm2d)model[1]).Freeze();
        Recalibration.Recalibrate(model, [Batch(1, 4)]);
        Assert.Equal([1, 1, 1], Tensors.Values(((L2BatchNorm2d)model[1]).running_var!));
        Assert.NotEqual([1, 1, 1], Tensors.Values(((BatchNorm2d)model[4]).running_var!));
    }

    [Fact]
    public void Failure_leaves_everything_as_it_was()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential model = Model();
        Recalibration.Recalibrate(model, [Batch(1, 4)]);
        Tensor[] before = [.. model.state_dict().Values.Select(tensor => tensor.clone())];
        Assert.Throws<ArgumentException>(() => Recalibration.Recalibrate(model, []));
        Assert.Throws<ArgumentException>(() => Recalibration.Recalibrate(model, [Batch(2, 4), Batch(3, 4).flatten()]));
        foreach ((Tensor was, Tensor now) in before.Zip(model.state_dict().Values))
            AssertNear.Same(was, now, 0);
        Assert.Equal(0.1, ((L2BatchNorm2d)model[1]).momentum);
        Assert.True(((nn.Module)model[3]).training);
    }

    [Fact]
    public void Models_without_norms_draw_no_batch()
    {
        using Sequential model = nn.Sequential(nn.Linear(2, 2));
        IEnumerable<Tensor> explosive = Enumerable.Range(0, 1).Select<int, Tensor>(_ => throw new InvalidOperationException());
        Assert.Equal(0, Recalibration.Recalibrate(model, explosive));
    }

    [Fact]
    public void Models_of_another_form_say_how_they_are_called()
    {
        using DisposeScope scope = NewDisposeScope();
        using var model = new TwoInputs();
        AssertThrows.With<ArgumentException>(() => Recalibration.Recalibrate(model, [Batch(1, 4)]), "TwoInputs");
        Assert.Equal(4, Recalibration.Recalibrate(model, [Batch(1, 4)], batch => model.call(batch, batch)));
    }

    private static Sequential Model() => nn.Sequential(
        Convolution(1, 2), nn.L2BatchNorm2d(3), nn.Dropout(0.5), Convolution(2, 3), nn.BatchNorm2d(3)).to(ScalarType.Float64);

    private static Conv2d Convolution(int seed, long channels)
    {
        Conv2d convolution = nn.Conv2d(channels, 3, 1);
        convolution.weight = nn.Parameter(Tensors.Random(seed, 3, channels, 1, 1).to(ScalarType.Float32));
        return convolution;
    }

    private static RunningNorm[] Norms(nn.Module model) => [.. RunningNorm.FindAll(model).Select(item => item.Norm)];

    /// <summary>The variance that one batch alone gives.</summary>
    private static Tensor Alone(Sequential model, RunningNorm norm, Tensor batch)
    {
        using var before = new StatisticsSnapshot(Norms(model));
        Recalibration.Recalibrate(model, [batch]);
        Tensor variance = norm.Variance.clone();
        before.RestoreStatistics();
        return variance;
    }

    private static Tensor Batch(int seed, long samples) => Tensors.Random(seed, samples, 2, 4, 4) + seed;

    private sealed class TwoInputs : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly L2BatchNorm2d _norm = nn.L2BatchNorm2d(2, dtype: ScalarType.Float64);

        internal TwoInputs() : base(nameof(TwoInputs)) => RegisterComponents();

        public override Tensor forward(Tensor a, Tensor b) => _norm.call(a + b);
    }
}
