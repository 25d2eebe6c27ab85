using L2BN.Data;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Augmentation;
using L2BN.Data.Catalog;
using L2BN.Data.Checks;
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
        if (options.Resume && options.Overwrite)
            throw new UsageException("--overwrite: expected no --resume beside it; give one of the two.");
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
            Audio = options.Strict ? AudioOptions.Strict : null,
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
        TorchSetup.Prepare(
            options.Threads, options.Device, new ComputeFormat(task.Training.MemoryFormat, task.Training.Precision));
        return options.DryRun ? DryRun.Run(options, task, data, ct) : Train(options, task, data, ct);
    }

    private static TrainerOptions Checked(TrainerOptions options)
    {
        options.Validate();
        return options;
    }

    private static int Train(TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        random.manual_seed(task.Training.Seed);
        using nn.Module<Tensor, Tensor> network = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        BatchCheck.CheckTraining(network, data, task.Training);
        FolderClaim claim = options.Output is { } output
            ? FolderClaim.Take(output)
            : FolderClaim.TakeUnused(Path.Combine("runs", $"train-{DateTime.Now:yyyyMMdd-HHmmss}"));
        using var run = TrainingRun.Open(claim, Options(options, task, data));
        Announce(run, task, options);
        if (run.Finished is null)
            EvaluationDataCheck.Run(
                [data],
                token => TrainingScreen.Show(task.Training.Epochs, screen => run.Train(network, screen, token)),
                ct);
        else
            run.Reuse();
        TrainPrinter.Print(RunFolder.Read(run.FolderPath), run, options.Json);
        return ExitCode.Done;
    }

    private static void Announce(TrainingRun run, TrainingTask task, TrainOptions options)
    {
        if (run.From is { } from)
            NormGuard.Check(from.Facts.Norm, task.Norm, from.FilePath, options.Force);
        foreach (string note in run.Notes)
            Terminal.WriteLine($"Note: {note}");
        if (run.From is { } checkpoint)
            Terminal.WriteLine($"Continuing from step {checkpoint.Position.Step}, {checkpoint.Position.Epoch} epochs finished.");
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
            Config = options.RunConfig,
            CheckpointEvery = options.CheckpointEvery,
            Keep = options.Keep,
            KeepAll = true,
            TensorBoard = options.TensorBoard,
            Resume = options.Overwrite ? ResumeRule.Overwrite : options.Resume ? ResumeRule.Always : ResumeRule.Never,
        };
    }

    private static KeyValuePair<string, string> Version() => new("l2bn", typeof(TrainRunner).Assembly.GetName().Version!.ToString(3));
}
