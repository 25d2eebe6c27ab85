using L2BN.Data;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training;
using TorchSharp;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class ResumingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("l2bn-resume-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_request_again_runs_only_what_is_missing_with_identical_results()
    {
        ComparisonResult whole = Run(Options("whole"));
        using var source = new CancellationTokenSource();
        var stopper = new Listener { AfterRun = source.Cancel };
        Assert.Throws<OperationCanceledException>(() => Run(Options("parts"), stopper, source.Token));
        var listener = new Listener();
        ComparisonResult parts = Run(Options("parts"), listener);
        Assert.Equal((1, 1, 3), (parts.Kept, listener.Kept, listener.Trained));
        Assert.Equal(Numbers(whole), Numbers(parts));
    }

    [Fact]
    public void A_finished_comparison_is_not_run_again()
    {
        Run(Options("out"));
        var listener = new Listener();
        Assert.Equal(4, Run(Options("out"), listener).Kept);
        Assert.Equal(0, listener.Trained);
    }

    [Fact]
    public void More_seeds_and_arms_are_added_to_what_is_there()
    {
        Run(Options("out") with { Seeds = 1 });
        var listener = new Listener();
        ComparisonResult grown = Run(Options("out") with { Seeds = 2, Norms = ["bn", "l2bn", "l2bn-unit"] }, listener);
        Assert.Equal((2, 4), (listener.Kept, listener.Trained));
        Assert.Equal(Numbers(Run(Options("fresh") with { Norms = ["bn", "l2bn", "l2bn-unit"] })), Numbers(grown));
    }

    [Fact]
    public void Another_request_is_refused_and_the_difference_is_named()
    {
        ComparisonOptions options = Options("out");
        Run(options);
        Refused("epochs is 2 there and 1 here", options with { Training = options.Training with { Epochs = 1 } });
        Refused("lr is 0.05 there and 0.1 here", options with { Training = options.Training with { LearningRate = 0.1 } });
        Refused("the model is model there", options with { Model = "another" });
        Refused("a run of bn with seed 1, which is not asked for", options with { Seeds = 1 });
        Refused("the norm is bn there and l2bn here", options with { Norms = ["l2bn", "bn"] }, orElse: "place among the arms");
    }

    [Fact]
    public void Another_data_set_or_model_is_refused()
    {
        Run(Options("out"));
        DataSplits noisy = LabelNoise.Apply(TinyDataset.Splits(), 0.2, 0);
        Assert.Contains("--label-noise", Refusal(() => Comparison.Run(TinyNetwork.Create, noisy, Options("out"))), StringComparison.Ordinal);
        Assert.Contains("initial-weights", Refusal(() => Comparison.Run(Doubled, TinyDataset.Splits(), Options("out"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_another_process_writes_is_refused()
    {
        using IDisposable? claim = ComparisonFolder.Create(Path.Combine(_folder, "out")).TryClaim();
        Assert.NotNull(claim);
        Assert.Contains("another process", Refusal(() => Run(Options("out"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_training_option_is_part_of_the_request()
    {
        var facts = TrainingFacts.Of(new TrainerOptions { Epochs = 3, LearningRate = 0.25 });
        Assert.Equal(typeof(TrainerOptions).GetProperties().Length, facts.Count);
        Assert.Equal(("3", "0.25", "none"), (facts["epochs"], facts["lr"], facts["augmentation"]));
    }

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Doubled(string norm)
    {
        var network = TinyNetwork.Create(norm);
        using var noGrad = torch.no_grad();
        foreach (var parameter in network.parameters()) parameter.mul_(2);
        return network;
    }

    private static void Refused(string difference, ComparisonOptions options, string? orElse = null)
    {
        string message = Refusal(() => Run(options));
        Assert.True(message.Contains(difference, StringComparison.Ordinal) || (orElse is not null && message.Contains(orElse, StringComparison.Ordinal)), message);
    }

    private static string Refusal(Action run) => Assert.Throws<ResultsException>(run).Message;

    private static IEnumerable<(string, int, double, double, double)> Numbers(ComparisonResult result) =>
        result.Runs.OrderBy(run => run.ArmIndex).ThenBy(run => run.Seed)
            .Select(run => (run.Arm, run.Seed, run.Final!.Accuracy, run.Final.Loss, run.Final.LossRecalibrated));

    private static ComparisonResult Run(ComparisonOptions options, IComparisonObserver? observer = null, CancellationToken ct = default) =>
        Comparison.Run(TinyNetwork.Create, TinyDataset.Splits(), options, observer, ct);

    private ComparisonOptions Options(string folder) => new()
    {
        Seeds = 2,
        Output = Path.Combine(_folder, folder),
        Training = new TrainerOptions { Epochs = 2, BatchSize = 16, LearningRate = 0.05 },
    };

    private sealed class Listener : IComparisonObserver
    {
        public Action? AfterRun { get; init; }

        public int Kept { get; private set; }

        public int Trained { get; private set; }

        public void OnRunStarted(Arm arm, int seed, int index, int count)
        {
        }

        public void OnStep(long step, long steps)
        {
        }

        public void OnEpoch(EpochRecord epoch)
        {
        }

        public void OnRunFinished(RunRecord run)
        {
            Trained++;
            AfterRun?.Invoke();
        }

        public void OnRunKept(RunRecord run, int index, int count) => Kept++;
    }
}
