using L2BN.Data;
using L2BN.Data.Audio;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Models;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Train;

/// <summary>Starts or resumes the run of <c>l2bn train</c>, a plan of one run, and prints its end.</summary>
internal static class TrainRunner
{
    public static int Run(TrainSettings settings, CancellationToken ct)
    {
        TrainingTask task = settings.Task with { Norm = NameResolver.Norm(settings.Task.Norm).ToString() };
        NameResolver.Model(task.Model);
        DataSplits data = NameResolver.Data(task.Data, new DataOptions
        {
            Directory = task.DataDir,
            TrainSize = task.TrainSize,
            ValidationSize = task.ValidationSize,
            ImageSize = task.ImageSize,
            Fold = task.Fold,
            Seed = task.Training.Seed,
            Audio = settings.Strict ? AudioOptions.Strict : null,
        });
        IAugmentation? augmentation = NameResolver.Resolve("--augment", () => Augmentations.Parse(
            task.Augment, data.Train.Shape, DatasetCatalog.Find(task.Data), NameResolver.TakesAnyWidth(task.Model)));
        task = task with
        {
            Training = NameResolver.Resolve("train", () => Checked(task.Training with
            {
                Augmentation = augmentation,
                Device = settings.Device,
                TimeBudget = settings.TimeBudget,
                ReleaseMemory = true,
            })),
        };
        TorchSetup.Prepare(settings.Threads, settings.Device);
        return settings.DryRun ? DryRun.Run(settings, task, data, ct) : Train(settings, task, data, ct);
    }

    private static TrainerOptions Checked(TrainerOptions options)
    {
        options.Validate();
        return options;
    }

    private static int Train(TrainSettings settings, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        FolderClaim claim = settings.Output is { } output
            ? FolderClaim.Take(output)
            : FolderClaim.TakeUnused(Path.Combine("runs", $"train-{DateTime.Now:yyyyMMdd-HHmmss}"));
        using TrainingRun run = TrainingRun.Open(claim, Options(settings, task, data));
        Announce(run, task, settings);
        if (run.Finished is null)
            Train(run, settings, task, data, ct);
        else
            run.Reuse();
        TrainPrinter.Print(RunFolder.Read(run.FolderPath), run, settings.Json);
        return ExitCode.Done;
    }

    private static void Train(TrainingRun run, TrainSettings settings, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        random.manual_seed(task.Training.Seed);
        using var network = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        ResultsFile.Write(Path.Combine(run.FolderPath, ConfigFile.RunFileName), settings.Config);
        TrainingScreen.Show(task.Training.Epochs, screen => run.Train(network, screen, ct));
    }

    private static void Announce(TrainingRun run, TrainingTask task, TrainSettings settings)
    {
        if (run.From is { } from)
            NormGuard.Check(from.Facts.Norm, task.Norm, from.FilePath, settings.Force);
        foreach (string note in run.Notes)
            Console.Error.WriteLine($"Note: {note}");
        if (run.From is { } checkpoint)
            Console.Error.WriteLine($"Continuing from step {checkpoint.Position.Step}, {checkpoint.Position.Epoch} epochs finished.");
    }

    /// <summary>The run as its lifecycle takes it.</summary>
    public static TrainingRunOptions Options(TrainSettings settings, TrainingTask task, DataSplits data)
    {
        EnvironmentRecord environment = RunEnvironment.Read(settings.Device);
        return new TrainingRunOptions
        {
            Run = PlannedRun.CreateSingle(task.Norm, task.Training.Seed),
            Model = task.Model,
            DataName = task.Data,
            Data = data with { Options = new Dictionary<string, string>(CheckpointSound.Facts(task.Data)) },
            Training = task.Training,
            Request = settings.Facts,
            Environment = environment with { Libraries = new Dictionary<string, string>([Version(), .. environment.Libraries]) },
            Command = settings.CommandLine,
            CheckpointEvery = settings.CheckpointEvery,
            Keep = settings.Keep,
            KeepAll = true,
            TensorBoard = settings.TensorBoard,
            Resume = settings.Resume ? ResumeRule.Always : ResumeRule.Never,
        };
    }

    private static KeyValuePair<string, string> Version() => new("l2bn", typeof(TrainRunner).Assembly.GetName().Version!.ToString(3));
}
