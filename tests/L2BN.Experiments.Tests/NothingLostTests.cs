using L2BN.Results;
using L2BN.Tests.Shared;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Experiments.Tests;

/// <summary>A start deletes nothing that it has not read and understood.</summary>
[Collection(TorchCollection.Name)]
public sealed class NothingLostTests : TemporaryFolder
{
    private string Run => PathOf("run");

    private string Checkpoints => Path.Combine(Run, "checkpoints");

    [Theory]
    [InlineData(ResumeRule.Always)]
    [InlineData(ResumeRule.SameRequest)]
    public void A_checkpoint_that_cannot_be_read_is_refused_and_kept(ResumeRule rule)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        StopAfterTwoEpochs();
        string hidden = PathOf("hidden");
        Directory.Move(Checkpoints, hidden);
        Directory.CreateDirectory(Checkpoints);
        // A link to itself cannot be opened, not even by root, as a file on a broken disk.
        foreach (string file in Directory.GetFiles(hidden))
            File.CreateSymbolicLink(Path.Combine(Checkpoints, Path.GetFileName(file)), Path.GetFileName(file));
        string[] before = Contents();
        Assert.Contains("last.safetensors: cannot be read", Assert.ThrowsAny<Exception>(() => Open(rule)).Message);
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData(ResumeRule.Never)]
    [InlineData(ResumeRule.Always)]
    [InlineData(ResumeRule.SameRequest)]
    public void A_run_without_its_request_is_refused_and_kept(ResumeRule rule)
    {
        StopAfterTwoEpochs();
        File.Delete(Path.Combine(Run, "run.json"));
        string[] before = Contents();
        string refusal = Assert.Throws<ResultsException>(() => Open(rule)).Message;
        Assert.Contains("checkpoints, epochs.jsonl", refusal);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_run_whose_checkpoints_are_damaged_or_gone_is_refused_and_kept()
    {
        StopAfterTwoEpochs();
        foreach (string file in Directory.GetFiles(Checkpoints))
            File.WriteAllText(file, "damaged");
        string[] before = Contents();
        Assert.Contains("no sound checkpoint", Assert.Throws<ResultsException>(() => Open(ResumeRule.Always)).Message);
        Assert.Equal(before, Contents());
        Directory.Delete(Checkpoints, recursive: true);
        Assert.Contains("2 epochs, but no checkpoint", Assert.Throws<ResultsException>(() => Open(ResumeRule.Always)).Message);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Run, "epochs.jsonl")).Length);
    }

    [Fact]
    public void What_a_start_that_died_early_leaves_is_no_run()
    {
        Directory.CreateDirectory(Checkpoints);
        File.WriteAllText(Path.Combine(Run, "epochs.jsonl"), "");
        File.WriteAllText(Path.Combine(Run, "notes.txt"), "mine");
        Open(ResumeRule.Never).Dispose();
        File.WriteAllText(Path.Combine(Run, "config.yaml"), "epochs: 3\n");
        Open(ResumeRule.Always).Dispose();
        Assert.Contains("config.yaml", Assert.Throws<ResultsException>(() => Open(ResumeRule.Never)).Message);
    }

    [Theory]
    [InlineData("epochs.jsonl", "first line", "Always", "only 1 epochs")]
    [InlineData("epochs.jsonl", "folder", "Always,SameRequest,Overwrite", "epochs.jsonl")]
    [InlineData("final.json", "folder", "Always,SameRequest,Overwrite", "final.json")]
    [InlineData("config.yaml", "folder", "Always,Overwrite", "config.yaml")]
    [InlineData("config.yaml", "link", "Always,Overwrite", "config.yaml")]
    [InlineData("stopped.json", "damaged", "Always,SameRequest", "stopped.json")]
    [InlineData("tensorboard", "damaged", "Always,Overwrite", "tensorboard")]
    [InlineData("checkpoints/best.safetensors", "folder", "Always,SameRequest,Overwrite", "best.safetensors")]
    [InlineData("checkpoints/step-0000000001.safetensors", "folder", "Always,SameRequest,Overwrite", "step-0000000001")]
    [InlineData("checkpoints/step-0000000999.safetensors", "link", "Always,SameRequest", "step-0000000999")]
    public void A_start_that_is_refused_changes_nothing(string name, string damage, string rules, string named)
    {
        Assert.SkipWhen(damage == "link" && OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        StopAfterTwoEpochs();
        Damage(Path.Combine(Run, name), damage);
        string before = State();
        foreach (string rule in rules.Split(','))
        {
            ResumeRule resume = Enum.Parse<ResumeRule>(rule);
            Assert.Contains(named, Assert.Throws<ResultsException>(() => Start(resume)).Message, StringComparison.Ordinal);
            Assert.Equal(before, State());
        }
    }

    [Fact]
    public void Overwriting_deletes_the_run_and_nothing_else()
    {
        StopAfterTwoEpochs();
        File.Delete(Path.Combine(Run, "run.json"));
        string notes = Path.Combine(Checkpoints, "notes.txt"), pretrained = Path.Combine(Checkpoints, "pretrained.safetensors");
        File.WriteAllText(notes, "mine");
        File.WriteAllText(pretrained, "mine");
        using (TrainingRun run = Open(ResumeRule.Overwrite))
            Train(run);
        Assert.Equal(3, RunFolder.Read(Run).Epochs.Count);
        Assert.Equal(
            ["last.safetensors", "notes.txt", "pretrained.safetensors"],
            Directory.GetFiles(Checkpoints).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_deleted_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets ordinary users create no links.");
        StopAfterTwoEpochs();
        string elsewhere = PathOf("elsewhere");
        Directory.Move(Checkpoints, elsewhere);
        Directory.CreateSymbolicLink(Checkpoints, elsewhere);
        string[] before = Directory.GetFiles(elsewhere);
        using (TrainingRun run = Open(ResumeRule.Overwrite))
            Assert.Contains("is a link", Assert.Throws<ResultsException>(() => Train(run)).Message);
        Assert.Equal(before, Directory.GetFiles(elsewhere));
        using (TrainingRun run = Open(ResumeRule.Always))
        {
            Assert.Contains(run.Notes, note => note.Contains("is a link"));
            Train(run);
        }

        Assert.Superset(before.ToHashSet(), Directory.GetFiles(elsewhere).ToHashSet());
    }

    [Fact]
    public void A_checkpoint_that_is_replaced_after_it_was_opened_is_read_as_it_was()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot replace a file that is open.");
        StopAfterTwoEpochs();
        using TrainingRun run = Open(ResumeRule.Always);
        foreach (string file in Directory.GetFiles(Checkpoints))
            AtomicFile.Write(file, "of another process");
        Assert.Equal(2, run.From!.Position.Epoch);
        Train(run);
        Assert.Equal(3, RunFolder.Read(Run).Epochs.Count);
    }

    [Fact]
    public void What_kills_left_is_deleted_when_a_finished_run_is_resumed()
    {
        using (TrainingRun run = Open(ResumeRule.Never))
            Train(run);
        foreach (string folder in new[] { Run, Checkpoints })
            File.WriteAllText(Path.Combine(folder, $"last.safetensors.tmp-1-{Guid.NewGuid():N}"), "");
        using (TrainingRun run = Open(ResumeRule.Always))
            run.Reuse();
        Assert.Empty(Directory.GetFiles(Run, "*.tmp-*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_run_whose_folder_is_moved_does_not_go_on_in_a_new_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows cannot move a folder with open files.");
        using TrainingRun run = Open(ResumeRule.Never);
        Assert.Throws<ResultsException>(() => Train(run, new Mover(Run, PathOf("moved"))));
        Assert.False(Directory.Exists(Run));
        Assert.Single(RunFolder.Read(PathOf("moved")).Epochs);
    }

    private static void Damage(string path, string damage)
    {
        string text = File.Exists(path) ? File.ReadAllText(path) : "";
        File.Delete(path);
        switch (damage)
        {
            case "first line":
                File.WriteAllText(path, text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)]);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "link":
                File.CreateSymbolicLink(path, "nothing");
                break;
            case "damaged":
                File.WriteAllText(path, "{");
                break;
            default:
                throw new ArgumentException($"Expected a kind of damage, got '{damage}'; write it here.", nameof(damage));
        }
    }

    private void Start(ResumeRule rule)
    {
        TrainingRunOptions options = Options(rule) with { Config = "epochs: 3\n", TensorBoard = true, TraceLayers = true };
        using var run = TrainingRun.Open(FolderClaim.Take(Run), options);
        Train(run);
    }

    private string State() => string.Join('\n', Contents().Select(path =>
        new FileInfo(path) is { LinkTarget: null, Exists: true } ? $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}" : path));

    private string[] Contents() =>
        [.. Directory.GetFileSystemEntries(Run, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private void StopAfterTwoEpochs()
    {
        using TrainingRun run = Open(ResumeRule.Never);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train(run, new Stopper(source), source.Token));
        Assert.Equal(2, RunFolder.Read(Run).Epochs.Count);
    }

    private TrainingRun Open(ResumeRule rule) => TrainingRun.Open(FolderClaim.Take(Run), Options(rule));

    private static TrainingRunOptions Options(ResumeRule rule) => new()
    {
        Run = PlannedRun.CreateSingle("l2bn", seed: 1),
        Model = "tiny",
        DataName = "tiny",
        Data = TinyDataset.Splits(),
        Training = new TrainerOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.05 },
        Request = new Dictionary<string, string>(),
        Environment = RunEnvironment.Read("cpu"),
        Resume = rule,
    };

    private static void Train(TrainingRun run, IComparisonObserver? observer = null, CancellationToken ct = default)
    {
        random.manual_seed(1);
        using nn.Module<Tensor, Tensor> network = TinyNetwork.Create("l2bn");
        RunRecord record = run.Train(network, observer ?? new Stopper(source: null), ct);
        Assert.NotNull(record.Final);
    }

    private sealed class Mover(string from, string to) : IComparisonObserver
    {
        public void OnEpoch(PlannedRun run, EpochRecord epoch) => Directory.Move(from, to);
    }

    private sealed class Stopper(CancellationTokenSource? source) : IComparisonObserver
    {
        public void OnEpoch(PlannedRun run, EpochRecord epoch)
        {
            if (epoch.Epoch == 2)
                source?.Cancel();
        }
    }
}
