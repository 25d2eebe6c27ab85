using L2BN.Results;
using L2BN.Tests.Shared;
using TorchSharp;

namespace L2BN.Training.Tests;

public class LeakTests
{
    [Theory]
    [InlineData("bn", OptimizerKind.Sgd)]
    [InlineData("l2bn", OptimizerKind.Sgd)]
    [InlineData("l2bn", OptimizerKind.AdamW)]
    public void Every_epoch_leaves_as_many_tensors_as_the_first(string norm, OptimizerKind optimizer)
    {
        var options = new TrainerOptions
        {
            Epochs = 3,
            BatchSize = 16,
            LearningRate = 0.01,
            Optimizer = optimizer,
            AverageDecay = 0.9,
            ClipGradient = 1,
            Accumulate = 2,
        };
        var counter = new Counter();
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = TinyNetwork.Create(norm);
        new Trainer(model, TinyDataset.Splits(), options).Run(counter);
        Assert.Equal([counter.Live[0], counter.Live[0], counter.Live[0]], counter.Live);
    }

    /// <summary>Counts the live tensors of the training thread, as TorchSharp's own statistics do.</summary>
    private sealed class Counter : ITrainingObserver
    {
        public List<long> Live { get; } = [];

        public void OnStep(long step, long steps)
        {
        }

        public void OnEpoch(EpochRecord epoch) => Live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}
