using L2BN.Tests.Shared;
using L2BN.Training.Evaluation;
using TorchSharp;

namespace L2BN.Training.Tests;

/// <summary>Options of the trainer that end a run early or leave something in its record.</summary>
public sealed class FeatureTests : TemporaryFolder
{
    [Fact]
    public void Patience_ends_a_run_that_learns_nothing()
    {
        var run = new SavedRun(Folder);
        run = new SavedRun(Folder) { Options = run.Options with { Epochs = 50, LearningRate = 1e-12, AverageDecay = 0, Patience = 3 } };
        Assert.True(run.Run());
        Assert.InRange(run.Epochs.Count, 4, 12);
        Assert.NotNull(run.Final);
    }

    [Fact]
    public void A_time_budget_ends_a_run_with_what_it_has()
    {
        var run = new SavedRun(Folder);
        run = new SavedRun(Folder) { Options = run.Options with { Epochs = 100_000, TimeBudget = TimeSpan.FromMilliseconds(300) } };
        Assert.True(run.Run());
        Assert.True(run.Checkpoints.FindNewest(out _)!.Position.Step > 0);
        Assert.NotNull(run.Final);
    }

    [Fact]
    public void The_record_has_the_peak_of_memory_and_the_top_five()
    {
        var run = new SavedRun(Folder);
        Assert.True(run.Run());
        Assert.True(run.Final!.PeakMemoryBytes > 1 << 20);
        using torch.nn.Module<torch.Tensor, torch.Tensor> model = TinyNetwork.Create("bn");
        EvaluationResult result = Evaluation.Evaluator.Evaluate(
            model,
            TinyDataset.Splits().Test,
            TinyDataset.Splits().Normalization,
            TorchSharp.torch.CPU);
        Assert.Equal(100, result.AccuracyTop5);
    }
}
