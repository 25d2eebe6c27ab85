using L2BN.Data;
using L2BN.Tests.Shared;
using L2BN.Training.Evaluation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

/// <summary>An evaluation without a finite loss is an error, never a result.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("norm.running_var", float.NaN)]
    [InlineData("fc.weight", float.NaN)]
    [InlineData("fc.bias", float.PositiveInfinity)]
    public void A_network_that_is_not_finite_is_no_result(string tensor, float value)
    {
        using nn.Module<Tensor, Tensor> network = TinyNetwork.Create("bn");
        using (no_grad())
            network.state_dict()[tensor].fill_(value);
        DataSplits data = TinyDataset.Splits();
        DivergedException failure = Assert.Throws<DivergedException>(() => Evaluator.Evaluate(network, data.Test, data.Normalization, CPU));
        Assert.Contains(tensor, failure.Message, StringComparison.Ordinal);
        Assert.True(network.training);
    }

    [Fact]
    public void A_run_whose_evaluation_is_not_finite_has_no_record()
    {
        using Sequential network = nn.Sequential(("flatten", nn.Flatten()), ("fc", nn.Linear(64, 3)), ("last", new BrokenInEvaluation()));
        var epochs = new List<Results.EpochRecord>();
        var trainer = new Trainer(network, TinyDataset.Splits(), new TrainerOptions { Epochs = 2, BatchSize = 16 });
        Assert.Throws<DivergedException>(() => trainer.Run(new Recorder(epochs)));
        Assert.Empty(epochs);
    }

    [Fact]
    public void A_split_without_samples_is_no_result()
    {
        using nn.Module<Tensor, Tensor> network = TinyNetwork.Create("bn");
        DataSplits data = TinyDataset.Splits(test: 0);
        Assert.Throws<DataException>(() => Evaluator.Evaluate(network, data.Test, data.Normalization, CPU));
    }

    private sealed class BrokenInEvaluation() : nn.Module<Tensor, Tensor>("BrokenInEvaluation")
    {
        public override Tensor forward(Tensor input) => training ? input.alias() : input.log().log();
    }

    private sealed class Recorder(List<Results.EpochRecord> epochs) : ITrainingObserver
    {
        public void OnStep(long step, long steps)
        {
        }

        public void OnEpoch(Results.EpochRecord epoch) => epochs.Add(epoch);
    }
}
