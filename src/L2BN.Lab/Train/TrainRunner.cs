using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Models;
using L2BN.Results;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Train;

/// <summary>Starts or continues the run of <c>l2bn train</c> and prints its end.</summary>
internal static class TrainRunner
{
    public static int Run(TrainSettings settings, CancellationToken ct)
    {
        TrainingTask task = settings.Task with { Norm = NameResolver.Norm(settings.Task.Norm).ToString() };
        NameResolver.CheckModel(task.Model);
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
        task = task with { Training = NameResolver.Resolve("train", () => Checked(task.Training with { Augmentation = augmentation, Device = settings.Device, TimeBudget = settings.TimeBudget, ReleaseMemory = true })) };
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
        string output = settings.Output ?? Path.Combine("runs", $"train-{DateTime.Now:yyyyMMdd-HHmmss}");
        var session = RunSession.Open(output, settings, task, data);
        if (session.Finished is { } finished)
        {
            EventLog(settings, output, finished);
            return Print(finished, session, settings);
        }

        random.manual_seed(task.Training.Seed);
        using var model = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        RunFolder folder = session.Start(model);
        var trainer = new Trainer(model, data, task.Training with { Checkpoints = session.Checkpoints });
        if (session.From is { } from) trainer.Resume(from);
        TensorBoardLog? events = EventLog(settings, output, RunFolder.Read(output));
        FinalRecord final = TrainingScreen.Show(task.Training.Epochs, screen => trainer.Run(new Recorder(folder, events, screen), ct).Final);
        folder.Finish(final);
        return Print(RunFolder.Read(output), session, settings);
    }

    private static TensorBoardLog? EventLog(TrainSettings settings, string output, RunRecord run) =>
        settings.TensorBoard ? new TensorBoardLog(output, run.Epochs) : null;

    private static int Print(RunRecord run, RunSession session, TrainSettings settings)
    {
        TrainPrinter.Print(run, session, settings.Json);
        return ExitCode.Done;
    }

    private sealed class Recorder(RunFolder folder, TensorBoardLog? events, ITrainingObserver screen) : ITrainingObserver
    {
        public void OnStep(long step, long steps) => screen.OnStep(step, steps);

        public void OnEpoch(EpochRecord epoch)
        {
            folder.Append(epoch);
            events?.Add(epoch);
            screen.OnEpoch(epoch);
        }
    }
}
