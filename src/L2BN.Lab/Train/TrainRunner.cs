using L2BN.Data;
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
    public static int Run(TrainOptions options, CancellationToken ct)
    {
        TrainingTask task = options.Task with { Norm = NameResolver.Norm(options.Task.Norm).ToString() };
        NameResolver.Model(task.Model);
        DataSplits data = NameResolver.Data(task.Data, new DataOptions
        {
            Directory = task.DataDir,
            TrainSize = task.TrainSize,
            ValidationSize = task.ValidationSize,
            ImageSize = task.ImageSize,
            Fold = task.Fold,
            Seed = task.Training.Seed,
        });
        IAugmentation? augmentation = NameResolver.Resolve("--augment", () => Augmentations.Parse(
            task.Augment, data.Train.Shape, DatasetCatalog.Find(task.Data), NameResolver.TakesAnyWidth(task.Model)));
        task = task with
        {
            Training = NameResolver.Resolve("train", () => Checked(task.Training with
            {
                Augmentation = augmentation,
                Device = options.Device,
                TimeBudget = options.TimeBudget,
                ReleaseMemory = true,
            })),
        };
        TorchSetup.Prepare(options.Threads, options.Device);
        return options.DryRun ? DryRun.Run(options, task, data, ct) : Train(options, task, data, ct);
    }

    private static TrainerOptions Checked(TrainerOptions options)
    {
        options.Validate();
        return options;
    }

    private static int Train(TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        FolderClaim claim = options.Output is { } output
            ? FolderClaim.Take(output)
            : FolderClaim.TakeUnused(Path.Combine("runs", $"train-{DateTime.Now:yyyyMMdd-HHmmss}"));
        using TrainingRun run = TrainingRun.Open(claim, Options(options, task, data));
        Announce(run, task, options, data);
        if (run.Finished is null)
            Train(run, options, task, data, ct);
        else
            run.Reuse();
        TrainPrinter.Print(RunFolder.Read(run.FolderPath), run, options.Json);
        return ExitCode.Done;
    }

    private static void Train(TrainingRun run, TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct) =>
        EvaluationDataCheck.Run([data], token => TrainChecked(run, options, task, data, token), ct);

    private static RunRecord TrainChecked(TrainingRun run, TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        random.manual_seed(task.Training.Seed);
        using var network = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        ResultsFile.Write(Path.Combine(run.FolderPath, ConfigFile.RunFileName), options.RunConfig);
        return TrainingScreen.Show(task.Training.Epochs, screen => run.Train(network, screen, ct));
    }

    private static void Announce(TrainingRun run, TrainingTask task, TrainOptions options, DataSplits data)
    {
        if (run.From is { } from)
        {
            NormGuard.Check(from.Facts.Norm, task.Norm, from.FilePath, options.Force);
            CheckClasses(from.Facts.Classes, data.Train);
        }

        foreach (string note in run.Notes)
            Terminal.WriteLine($"Note: {note}");
        if (run.From is { } checkpoint)
            Terminal.WriteLine($"Continuing from step {checkpoint.Position.Step}, {checkpoint.Position.Epoch} epochs finished.");
    }

    // The outputs of the network stand for the classes in the order of the first start.
    private static void CheckClasses(IReadOnlyList<string> trained, IDataset data)
    {
        if (!trained.SequenceEqual(data.Classes))
            throw new DataException($"{data.Name}: expected the classes {string.Join(", ", trained)} that the run was started with, got "
                + $"{string.Join(", ", data.Classes)}; use the same data, or start another run with --out.");
    }

    /// <summary>The run as its lifecycle takes it.</summary>
    public static TrainingRunOptions Options(TrainOptions options, TrainingTask task, DataSplits data)
    {
        EnvironmentRecord environment = RunEnvironment.Read(options.Device);
        return new TrainingRunOptions
        {
            Run = PlannedRun.CreateSingle(task.Norm, task.Training.Seed),
            Model = task.Model,
            DataName = task.Data,
            Data = data with { Options = new Dictionary<string, string>(CheckpointSound.Facts(task.Data)) },
            Training = task.Training,
            Request = options.Facts,
            Environment = environment with { Libraries = new Dictionary<string, string>([Version(), .. environment.Libraries]) },
            Command = options.CommandLine,
            CheckpointEvery = options.CheckpointEvery,
            Keep = options.Keep,
            KeepAll = true,
            TensorBoard = options.TensorBoard,
            Resume = options.Resume ? ResumeRule.Always : ResumeRule.Never,
        };
    }

    private static KeyValuePair<string, string> Version() => new("l2bn", typeof(TrainRunner).Assembly.GetName().Version!.ToString(3));
}
