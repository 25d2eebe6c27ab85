using L2BN.Data;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Tests.Shared;
using L2BN.Training.Schedules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training.Tests;

public class TrainerTests
{
    private static readonly TrainerOptions s_options = new() { Epochs = 8, BatchSize = 16, LearningRate = 0.05, Seed = 3 };

    [Theory]
    [InlineData("bn")]
    [InlineData("l2bn")]
    [InlineData("l2bn-unit")]
    public void Learns_three_easy_classes(string norm)
    {
        (IReadOnlyList<EpochRecord> epochs, FinalRecord final) = Train(norm, s_options);
        Assert.Equal(8, epochs.Count);
        Assert.True(epochs[^1].TrainLoss < 0.5 * epochs[0].TrainLoss, $"{epochs[0].TrainLoss} -> {epochs[^1].TrainLoss}");
        Assert.InRange(final.AccuracyRecalibrated, 80, 100);
        Assert.Equal(48, final.Confusion!.Sum(row => row.Sum()));
    }

    [Fact]
    public void Equal_seeds_give_equal_numbers()
    {
        (IReadOnlyList<EpochRecord> a, FinalRecord finalA) = Train("l2bn", s_options);
        (IReadOnlyList<EpochRecord> b, FinalRecord finalB) = Train("l2bn", s_options);
        Assert.Equal(a.Select(e => (e.TrainLoss, e.TestLoss)), b.Select(e => (e.TrainLoss, e.TestLoss)));
        Assert.Equal((finalA.Loss, finalA.LossRecalibrated), (finalB.Loss, finalB.LossRecalibrated));
    }

    [Theory]
    [InlineData(1, 28, 28, 256)]
    [InlineData(3, 64, 64, 256)]
    [InlineData(3, 128, 208, 52)]
    [InlineData(3, 224, 224, 27)]
    [InlineData(3, 1024, 1024, 8)]
    public void Large_samples_are_evaluated_few_at_a_time(int channels, int height, int width, int expected) =>
        Assert.Equal(expected, Evaluation.Evaluator.BatchSize(new SampleShape(channels, height, width)));

    [Fact]
    public void Another_seed_gives_other_numbers()
    {
        (IReadOnlyList<EpochRecord> a, FinalRecord _) = Train("bn", s_options);
        (IReadOnlyList<EpochRecord> b, FinalRecord _) = Train("bn", s_options with { Seed = 4 });
        Assert.NotEqual(a[0].TrainLoss, b[0].TrainLoss);
    }

    [Fact]
    public void Learning_rate_falls_to_the_last_step_of_the_cosine()
    {
        (IReadOnlyList<EpochRecord> epochs, FinalRecord _) = Train("bn", s_options);
        double last = Schedules.LearningRate.At(new ScheduleOptions(), 0.05, (8 * 6) - 1, 6, 8);
        Assert.Equal(last, epochs[^1].LearningRate, 15);
    }

    [Theory]
    [InlineData("plain", 1e30, "the first layer whose output is not finite is (hidden|fc)")]
    [InlineData("broken", 0.1, "the first tensor that is not finite is fc.weight")]
    public void An_infinite_loss_stops_with_step_and_place(string network, double lr, string place)
    {
        DivergedException failure = Assert.Throws<DivergedException>(() => Train(network, s_options with { LearningRate = lr }));
        Assert.Matches($@"^Training diverged at step \d+: the loss is \S+; {place}\. ", failure.Message);
    }

    [Fact]
    public void Canceling_stops_between_two_steps()
    {
        using var source = new CancellationTokenSource();
        var observer = new Recorder
        {
            AfterStep = step =>
        {
            if (step == 2)
                source.Cancel();
        }
        };
        Assert.Throws<OperationCanceledException>(() => Trainer("bn", s_options).Run(observer, source.Token));
        Assert.Equal(3, observer.Steps);
    }

    [Fact]
    public void An_incomplete_last_batch_is_dropped_only_beside_a_full_one()
    {
        Assert.Equal(8 * 6, Trainer("bn", s_options).Steps);
        Assert.Equal(8 * 1, Trainer("bn", s_options with { BatchSize = 64 }).Steps);
        Assert.Equal(8 * 1, Trainer("bn", s_options with { BatchSize = 1000 }).Steps);
    }

    [Theory]
    [InlineData(0, 16, 0.1)]
    [InlineData(1, 0, 0.1)]
    [InlineData(1, 16, 0.0)]
    public void Options_outside_their_range_are_refused(int epochs, int batch, double lr) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Trainer("bn", new TrainerOptions { Epochs = epochs, BatchSize = batch, LearningRate = lr }));

    [Fact]
    public void Reestimating_changes_statistics_and_nothing_else()
    {
        random.manual_seed(1);
        DataSplits data = TinyDataset.Splits();
        using nn.Module<Tensor, Tensor> model = TinyNetwork.Create("l2bn");
        Dictionary<string, Tensor> before = Copy(model);
        RunningStatistics.Reestimate(model, data, 64, CPU);
        Assert.True(model.training);
        string[] changed =
        [
            .. model.state_dict().Where(item => !item.Value.eq(before[item.Key]).all().ToBoolean()).Select(item => item.Key),
        ];
        Assert.Equal(["norm.running_mean", "norm.running_var"], changed.Except(["norm.num_batches_tracked"]));
    }

    private static Dictionary<string, Tensor> Copy(nn.Module model) =>
        model.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().clone());

    private static (IReadOnlyList<EpochRecord> Epochs, FinalRecord Final) Train(string norm, TrainerOptions options) =>
        Trainer(norm, options).Run(new Recorder());

    private static Trainer Trainer(string norm, TrainerOptions options)
    {
        random.manual_seed(options.Seed);
        return new Trainer(Network(norm), TinyDataset.Splits(), options);
    }

    private static nn.Module<Tensor, Tensor> Network(string name)
    {
        if (name is not ("plain" or "broken"))
            return TinyNetwork.Create(name);
        Linear fc = nn.Linear(16, 3);
        using IDisposable noGrad = no_grad();
        if (name == "broken")
            fc.weight.fill_(double.NaN);
        return nn.Sequential(("flatten", nn.Flatten()), ("hidden", nn.Linear(64, 16)), ("fc", fc));
    }

    private sealed class Recorder : ITrainingObserver
    {
        public Action<long> AfterStep { get; init; } = _ => { };

        public int Steps { get; private set; }

        public void OnStep(long step, long steps)
        {
            Steps++;
            AfterStep(step);
        }

        public void OnEpoch(EpochRecord epoch)
        {
        }
    }
}
