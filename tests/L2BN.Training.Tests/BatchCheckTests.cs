using L2BN.Data;
using L2BN.Scalars;
using L2BN.Tests.Shared;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

/// <summary>Batches of one sample: refused before the first step where a norm would see one value per channel.</summary>
public sealed class BatchCheckTests
{
    private static readonly TrainerOptions s_options = new() { Epochs = 1, BatchSize = 1, LearningRate = 0.01 };

    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    public void A_norm_that_would_see_one_value_per_channel_is_refused_before_training(string norm)
    {
        using nn.Module<Tensor, Tensor> network = Perceptron(norm);
        float[] before = State(network);
        BatchSizeException failure = Assert.Throws<BatchSizeException>(() => new Trainer(network, TinyDataset.Splits(), s_options));
        Assert.Contains("'norm'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--batch-size 2", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, State(network));
        Assert.True(network.training);
    }

    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    public void A_single_training_sample_is_refused_whatever_the_batch_size(string norm)
    {
        using nn.Module<Tensor, Tensor> network = Perceptron(norm);
        DataSplits data = TinyDataset.Splits() with { Train = new TinyDataset(1, 1) };
        Assert.Throws<BatchSizeException>(() => new Trainer(network, data, s_options with { BatchSize = 64 }));
        BatchSizeException failure = Assert.Throws<BatchSizeException>(() => RunningStatistics.Reestimate(network, data, 64, CPU));
        Assert.Contains("more than 1 sample", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    public void Where_a_sample_has_several_positions_batches_of_one_train(string norm)
    {
        using nn.Module<Tensor, Tensor> network = TinyNetwork.Create(norm);
        DataSplits data = TinyDataset.Splits(train: 12, test: 6);
        Assert.True(double.IsFinite(new Trainer(network, data, s_options).Run(new Silent()).Final.Loss));
    }

    [Theory]
    [InlineData("ln")]
    [InlineData("frozen")]
    [InlineData("none")]
    public void Norms_that_use_no_batch_statistics_take_batches_of_one(string norm)
    {
        using nn.Module<Tensor, Tensor> network = Perceptron(norm);
        DataSplits data = TinyDataset.Splits(train: 12, test: 6);
        Assert.True(double.IsFinite(new Trainer(network, data, s_options).Run(new Silent()).Final.Loss));
    }

    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    public void Two_samples_are_enough(string norm)
    {
        using nn.Module<Tensor, Tensor> network = Perceptron(norm);
        DataSplits data = TinyDataset.Splits(train: 12, test: 6);
        Assert.True(double.IsFinite(new Trainer(network, data, s_options with { BatchSize = 2 }).Run(new Silent()).Final.Loss));
    }

    private static nn.Module<Tensor, Tensor> Perceptron(string norm)
    {
        random.manual_seed(1);
        return nn.Sequential(
            ("flatten", nn.Flatten()),
            ("hidden", nn.Linear(64, 8)),
            ("norm", Norm(norm)),
            ("relu", nn.ReLU()),
            ("fc", nn.Linear(8, 3)));
    }

    private static nn.Module<Tensor, Tensor> Norm(string norm)
    {
        if (norm == "bn")
            return nn.BatchNorm1d(8);
        if (norm == "ln")
            return nn.LayerNorm(8);
        if (norm == "none")
            return nn.Identity();
        var layer = new L2BatchNorm1d(8);
        if (norm == "frozen")
            layer.Freeze();
        return layer;
    }

    private static float[] State(nn.Module network) =>
        [
            .. network
                .state_dict()
                .Where(item => item.Value.dtype == ScalarType.Float32)
                .SelectMany(item => item.Value.data<float>().ToArray()),
        ];

    private sealed class Silent : ITrainingObserver
    {
        public void OnStep(long step, long steps)
        {
        }

        public void OnEpoch(Results.EpochRecord epoch)
        {
        }
    }
}
