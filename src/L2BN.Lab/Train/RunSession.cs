using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Training.Checkpoints;
using TorchSharp;

namespace L2BN.Lab.Train;

/// <summary>A run folder that is about to be started or continued; says on standard error what keeps a continued run from giving the same bits.</summary>
internal sealed class RunSession
{
    private readonly TrainSettings _settings;
    private readonly TrainingTask _task;
    private readonly DataSplits _data;

    private RunSession(string path, TrainSettings settings, TrainingTask task, DataSplits data)
    {
        (FolderPath, _settings, _task, _data) = (path, settings, task, data);
        Checkpoints = new CheckpointOptions
        {
            Folder = new CheckpointFolder(Path.Combine(path, "checkpoints"), settings.Keep),
            Facts = FactsOf(settings, task, data),
            EverySteps = settings.CheckpointEvery,
        };
    }

    public string FolderPath { get; }

    public CheckpointOptions Checkpoints { get; }

    /// <summary>Where to go on from; null to start.</summary>
    public Checkpoint? From { get; private set; }

    /// <summary>The run, where nothing is left to do.</summary>
    public RunRecord? Finished { get; private set; }

    /// <exception cref="ResultsException">The folder holds a run that nobody asked to continue, or one that cannot be continued.</exception>
    public static RunSession Open(string path, TrainSettings settings, TrainingTask task, DataSplits data)
    {
        var session = new RunSession(path, settings, task, data);
        if (!RunFolder.Exists(path)) return session;
        if (!settings.Resume) throw new ResultsException($"'{path}' already holds a run. Continue it with --resume, or choose another folder with --out.");
        RunRecord run = RunFolder.Read(path);
        session.FindCheckpoint();
        if (run.Final is not null && run.Request?.Epochs >= task.Training.Epochs && session.From is not null) session.Finished = run;
        return session;
    }

    /// <summary>Makes or reopens the run folder.</summary>
    public RunFolder Start(torch.nn.Module model)
    {
        if (From is null) Checkpoints.Folder.Clear();
        RunFolder folder = From is null ? RunFolder.Create(FolderPath, Record(model)) : RunFolder.Resume(FolderPath, From.Position.Epoch);
        ResultsFile.Write(Path.Combine(FolderPath, ConfigFile.RunFileName), _settings.Config);
        return folder;
    }

    private void FindCheckpoint()
    {
        From = Checkpoints.Folder.FindNewest(out IReadOnlyList<string> damaged);
        foreach (string reason in damaged) Say($"passed over a damaged checkpoint: {reason}");
        if (From is null)
        {
            Say($"'{FolderPath}' has no checkpoint to continue from; starting again.");
            return;
        }

        NormGuard.Check(From.Facts.Norm, _task.Norm, From.FilePath, _settings.Force);
        IReadOnlyList<string> changes = From.Facts.Changes(Checkpoints.Facts);
        foreach (string change in changes) Say(change + ".");
        if (changes.Count > 0) Say("The continued run will not give the bits of an unbroken one.");
        Console.Error.WriteLine($"Continuing from step {From.Position.Step}, {From.Position.Epoch} epochs finished.");
    }

    private RunRecord Record(torch.nn.Module model) => new()
    {
        Arm = _task.Norm,
        Norm = _task.Norm,
        Model = _task.Model,
        Data = _task.Data,
        Seed = _task.Training.Seed,
        Parameters = model.parameters().Where(p => p.requires_grad).Sum(p => p.numel()),
        Request = new RunRequest
        {
            Epochs = _task.Training.Epochs,
            Options = _settings.Facts,
            DataFingerprint = _data.Fingerprint,
            DataWarnings = _data.Warnings,
            CommandLine = [_settings.Command],
            Started = DateTimeOffset.Now,
            Environment = MachineFacts.Read(torch.get_num_threads()) with { Device = _settings.Device, Libraries = Versions() },
        },
    };

    private static CheckpointFacts FactsOf(TrainSettings settings, TrainingTask task, DataSplits data) =>
        CheckpointFacts.Create(task.Model, task.Norm, task.Data, data, settings.Threads) with
        {
            Options = new Dictionary<string, string>(settings.Facts.Concat(CheckpointSound.Facts(task.Data))),
            Versions = Versions(),
        };

    private static Dictionary<string, string> Versions() => new()
    {
        ["l2bn"] = typeof(RunSession).Assembly.GetName().Version!.ToString(3),
        ["TorchSharp"] = typeof(torch).Assembly.GetName().Version!.ToString(3),
        ["libtorch"] = torch.__version__,
    };

    private static void Say(string text) => Console.Error.WriteLine($"Note: {text}");
}
