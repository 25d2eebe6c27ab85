using L2BN.Data;
using L2BN.Data.Shifts;
using L2BN.Data.Splits;
using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace L2BN.Experiments.Tests;

[Collection(TorchCollection.Name)]
public sealed class ResumeTests : IDisposable
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
        Assert.Equal((1, 1, 3), (parts.Reused, listener.Reused, listener.Trained));
        Assert.Equal(Numbers(whole), Numbers(parts));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(100)]
    public void Stopped_within_a_run_it_goes_on_from_there_with_identical_results(int stopAfter)
    {
        ComparisonResult whole = Run(Options("whole"));
        StopInSecondRun("parts", stopAfter);
        string epochs = Path.Combine(_folder, "parts", "l2bn-seed0", "epochs.jsonl");
        string before = File.ReadAllText(epochs);
        var listener = new Listener();
        ComparisonResult parts = Run(Options("parts"), listener);
        Assert.Equal(Numbers(whole), Numbers(parts));
        // Gradients are not in a checkpoint: those of an epoch that was stopped after its last step are saved apart.
        Assert.All(parts.Runs[1].Epochs, epoch => Assert.NotEmpty(epoch.Layers!));
        Assert.Equal(Traces(whole), Traces(parts));
        Assert.False(File.Exists(Path.Combine(_folder, "parts", "l2bn-seed0", "stopped.json")));
        Assert.Equal(before.Count(c => c == '\n'), listener.Continued);
        Assert.StartsWith(before, File.ReadAllText(epochs), StringComparison.Ordinal);
        Assert.Equal(2, parts.Runs[1].Epochs.Count);
        Assert.True(parts.Runs[1].Final!.MsPerStep > 0);
        Assert.Equal(4, Run(Options("parts")).Reused);
    }

    private static IEnumerable<LayerTrace> Traces(ComparisonResult result) =>
        result.Runs.SelectMany(run => run.Epochs).SelectMany(epoch => epoch.Layers!);

    [Fact]
    public void A_damaged_checkpoint_or_none_starts_the_run_afresh()
    {
        ComparisonResult whole = Run(Options("whole"));
        StopInSecondRun("parts", 8);
        foreach (string file in Directory.GetFiles(Path.Combine(_folder, "parts", "l2bn-seed0", "checkpoints")))
            File.WriteAllText(file, "x");
        var listener = new Listener();
        Assert.Equal(Numbers(whole), Numbers(Run(Options("parts"), listener)));
        Assert.Null(listener.Continued);
        StopInSecondRun("unsaved", 8, save: false);
        Assert.False(Directory.Exists(Path.Combine(_folder, "unsaved", "bn-seed0", "checkpoints")));
        Assert.Equal(Numbers(whole), Numbers(Run(Options("unsaved") with { Checkpoints = false }, listener)));
        Assert.Null(listener.Continued);
    }

    [Fact]
    public void A_finished_run_keeps_its_last_checkpoint_only()
    {
        Run(Options("out"));
        foreach (string run in Directory.GetDirectories(Path.Combine(_folder, "out")))
            Assert.Equal(["last.safetensors"], Directory.GetFiles(Path.Combine(run, "checkpoints")).Select(Path.GetFileName));
        string extra = Path.Combine(_folder, "out", "bn-seed0", "checkpoints", "step-0000000001.safetensors");
        File.WriteAllText(extra, "left by a process that died before it could clean up");
        Run(Options("out"));
        Assert.False(File.Exists(extra));
    }

    [Fact]
    public void A_finished_comparison_is_not_run_again()
    {
        Run(Options("out"));
        var listener = new Listener();
        Assert.Equal(4, Run(Options("out"), listener).Reused);
        Assert.Equal(0, listener.Trained);
    }

    [Fact]
    public void More_seeds_and_arms_are_added_to_what_is_there()
    {
        Run(Options("out") with { Seeds = 1 });
        var listener = new Listener();
        ComparisonResult grown = Run(Options("out") with { Seeds = 2, Norms = ["bn", "l2bn", "l2bn-unit"] }, listener);
        Assert.Equal((2, 4), (listener.Reused, listener.Trained));
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
        Refused("a run of bn with seed 1, which is not in the request", options with { Seeds = 1 });
        Refused("the norm is bn there and l2bn here", options with { Norms = ["l2bn", "bn"] }, orElse: "place among the arms");
    }

    [Fact]
    public void Another_data_set_or_model_is_refused()
    {
        Run(Options("out"));
        DataSplits noisy = LabelNoise.Apply(TinyDataset.Splits(), 0.2, 0);
        Assert.Contains(
            "--label-noise",
            Refusal(() => Comparison.Run(TinyNetwork.Create, noisy, Options("out"))),
            StringComparison.Ordinal);
        Assert.Contains(
            "initial-weights",
            Refusal(() => Comparison.Run(Doubled, TinyDataset.Splits(), Options("out"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_another_process_writes_is_refused()
    {
        using var claim = FolderClaim.Take(Path.Combine(_folder, "out"));
        Assert.Contains("another process", Refusal(() => Run(Options("out"))), StringComparison.Ordinal);
    }

    // A run of two epochs has twelve steps; where it stops after more, it is stopped before its analysis.
    private void StopInSecondRun(string folder, int step, bool save = true)
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        var stopper = new Listener();
        stopper.Stepped = () =>
        {
            if (stopper.Trained == 1 && ++steps == step)
                source.Cancel();
        };
        stopper.Analyzed = () =>
        {
            if (stopper.Trained == 1 && steps < step)
                source.Cancel();
        };
        Assert.Throws<OperationCanceledException>(() => Run(Options(folder) with { Checkpoints = save }, stopper, source.Token));
    }

    [Fact]
    public void A_finished_run_is_tested_on_the_shifts_that_its_record_has_not_and_gives_the_figures_of_a_new_one()
    {
        ChosenShift[] both = [.. ShiftCatalog.Parse("scale,noise:2", sound: false)];
        ComparisonResult whole = Run(Options("whole") with { Shifts = both });
        Run(Options("parts"));
        Run(Options("parts") with { Shifts = both[..1] });
        var listener = new Listener();
        ComparisonResult parts = Run(Options("parts") with { Shifts = both }, listener);
        Assert.Equal((4, 0), (listener.Reused, listener.Trained));
        Assert.Equal(Shifts(whole), Shifts(parts));
        Assert.Equal(Shifts(whole), Shifts(Run(Options("parts"))));
        Assert.Equal([1, 2, 3, 4, 5], parts.Summary.Arms[0].Shifts!["scale"].Severities);
        Assert.Equal("undecided", parts.Summary.Paired[0].Shifts!["noise"].Verdict);
        Assert.NotEqual(Shifts(whole), Shifts(Run(Options("parts") with { Shifts = both, ShiftSamples = 10 })));
    }

    [Fact]
    public void A_finished_run_without_a_checkpoint_cannot_be_tested_and_says_so()
    {
        Run(Options("none") with { Checkpoints = false });
        var listener = new Listener();
        ComparisonResult later = Run(
            Options("none") with { Checkpoints = false, Shifts = ShiftCatalog.Parse("scale", sound: false) }, listener);
        Assert.Contains("without a checkpoint", listener.Note, StringComparison.Ordinal);
        Assert.Null(later.Summary.ShiftSamples);
    }

    private static IEnumerable<string> Shifts(ComparisonResult result) =>
        result.Runs.OrderBy(run => run.ArmIndex).ThenBy(run => run.Seed).SelectMany(run => run.Shifts!.Shifts.Select(shift =>
            $"{run.Arm} {run.Seed} {run.Shifts.Samples} {shift.Name} {string.Join(' ', [.. shift.Accuracy, .. shift.Loss])}"));

    private static torch.nn.Module<torch.Tensor, torch.Tensor> Doubled(string norm)
    {
        torch.nn.Module<torch.Tensor, torch.Tensor> network = TinyNetwork.Create(norm);
        using IDisposable noGrad = torch.no_grad();
        foreach (Parameter parameter in network.parameters())
            parameter.mul_(2);
        return network;
    }

    private static void Refused(string difference, ComparisonOptions options, string? orElse = null)
    {
        string message = Refusal(() => Run(options));
        Assert.True(
            message.Contains(difference, StringComparison.Ordinal)
                || (orElse is not null && message.Contains(orElse, StringComparison.Ordinal)),
            message);
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

        public Action? Stepped { get; set; }

        public Action? Analyzed { get; set; }

        /// <summary>Epochs that a run was found to have; null where every run started from the beginning.</summary>
        public int? Continued { get; private set; }

        public int Reused { get; private set; }

        public string? Note { get; private set; }

        public void OnNote(string note) => Note = note;

        public int Trained { get; private set; }

        public void OnRunResumed(PlannedRun run, IReadOnlyList<EpochRecord> epochs) => Continued = epochs.Count;

        public void OnStep(PlannedRun run, long step, long steps) => Stepped?.Invoke();

        public void OnAnalysis(PlannedRun run) => Analyzed?.Invoke();

        public void OnRunFinished(PlannedRun run, RunRecord record)
        {
            Trained++;
            AfterRun?.Invoke();
        }

        public void OnRunReused(PlannedRun run, RunRecord record) => Reused++;
    }
}
