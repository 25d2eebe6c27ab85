using L2BN.Analysis.Statistics;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.TestSupport;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments.Tests;

/// <summary>A run that diverges or stays at chance is an outcome of its arm: it ends no comparison and moves no mean.</summary>
[Collection(TorchCollection.Name)]
public sealed class FailedRunTests : TemporaryFolder
{
    [Fact]
    public void Runs_that_diverge_are_counted_left_out_of_the_difference_and_not_trained_again()
    {
        ComparisonResult result = Run(Broken("l2bn", onlyFirst: true));
        RunRecord failed = result.Runs.Single(run => run.Failure is not null);
        Assert.Equal(("l2bn", "diverged", 0), (failed.Arm, failed.Failure!.Reason, failed.Failure.Epochs));
        Assert.Equal([0, 1], result.Summary.Arms.Select(arm => arm.Failed));
        Assert.Equal([3, 2], result.Summary.Arms.Select(arm => arm.Accuracy.Values.Count));
        PairedSummary pair = result.Summary.Paired[0];
        Assert.Equal((2, 1.0), (pair.Seeds, pair.PFailed));
        double[] b = [.. result.Runs.Where(run => run.Arm == "l2bn" && run.Final is not null).Select(run => run.Final!.Accuracy)];
        double[] a = [.. result.Summary.Arms[0].Accuracy.Values.Skip(1)];
        Assert.Equal(b.Average() - a.Average(), pair.DeltaMean!.Value, 10);
        ComparisonResult again = Run(Broken("l2bn", onlyFirst: true));
        Assert.Equal(6, again.Reused);
        Assert.Equal(ResultsJson.Serialize(result.Summary), ResultsJson.Serialize(again.Summary));
        Assert.Equal(ResultsJson.Serialize(result.Summary), ResultsJson.Serialize(StoredComparison.Read(Folder).Summary));
    }

    [Fact]
    public void An_arm_that_always_diverges_has_no_accuracy()
    {
        ComparisonSummary summary = Run(Broken("l2bn", onlyFirst: false)).Summary;
        Assert.Null(summary.Arms[1].Accuracy.Mean);
        Assert.Equal((0, null, 0.25), (summary.Paired[0].Seeds, summary.Paired[0].DeltaMean, summary.Paired[0].PFailed));
    }

    [Fact]
    public void Where_every_run_diverges_there_is_no_result() =>
        Assert.Contains(
            "diverged",
            Assert.Throws<DivergedException>(() => Run(norm => Break(TinyNetwork.Create(norm)))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_run_that_names_one_class_is_at_chance_unless_all_do_or_the_data_are_of_one_class()
    {
        RunRecord[] runs = [Ended([[10, 0], [10, 0]]), Ended([[9, 1], [2, 8]])];
        Assert.Equal([true, false], runs.Select(new RunOutcomes(runs).HasFailed));
        Assert.False(new RunOutcomes(runs[..1]).HasFailed(runs[0]));
        RunRecord[] oneClass = [Ended([[95, 0], [5, 0]]), runs[1]];
        Assert.False(new RunOutcomes(oneClass).HasFailed(oneClass[0]));
    }

    [Theory]
    [InlineData("fffff", "fffff", 1)]
    [InlineData("fffff.", "......", 0.0625)]
    [InlineData("......", "ffffff", 0.03125)]
    [InlineData("ff..f.", ".fff..", 1)]
    public void Whether_an_arm_fails_more_often_is_an_exact_test(string a, string b, double p) =>
        Assert.Equal(p, FailureTest.P([.. a.Select(c => c == 'f')], [.. b.Select(c => c == 'f')]), 12);

    private static RunRecord Ended(int[][] confusion) => new()
    {
        Arm = "bn",
        Norm = "bn",
        Model = "m",
        Data = "d",
        Seed = 0,
        Final = new FinalRecord
        {
            Accuracy = 50,
            Loss = 1,
            AccuracyRecalibrated = 50,
            LossRecalibrated = 1,
            MsPerStep = 1,
            Confusion = confusion,
        },
    };

    private static Func<string, nn.Module<Tensor, Tensor>> Broken(string arm, bool onlyFirst)
    {
        float[]? first = null;
        return norm =>
        {
            nn.Module<Tensor, Tensor> network = TinyNetwork.Create(norm);
            float[] weights = [.. network.state_dict()["fc.weight"].data<float>()];
            first ??= weights;
            return norm == arm && (!onlyFirst || weights.SequenceEqual(first)) ? Break(network) : network;
        };
    }

    private static nn.Module<Tensor, Tensor> Break(nn.Module<Tensor, Tensor> network)
    {
        using IDisposable noGrad = no_grad();
        using Tensor nothing = tensor(Enumerable.Repeat(float.NaN, 3 * 64).ToArray()).reshape(3, 64);
        network.state_dict()["fc.weight"].copy_(nothing);
        return network;
    }

    private ComparisonResult Run(Func<string, nn.Module<Tensor, Tensor>> model) => Comparison.Run(
        model,
        TinyDataset.Splits(),
        new ComparisonOptions
        {
            Seeds = 3,
            Output = Folder,
            Analyze = false,
            Training = new TrainerOptions { Epochs = 2, BatchSize = 16, LearningRate = 0.05 },
        });
}
