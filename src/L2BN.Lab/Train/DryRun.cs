using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using static TorchSharp.torch;

namespace L2BN.Lab.Train;

/// <summary>Two batches end to end, evaluation and checkpoint included, in a folder that goes.</summary>
internal static class DryRun
{
    public static int Run(TrainSettings settings, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        string folder = Directory.CreateTempSubdirectory("l2bn-dry-").FullName;
        try
        {
            FinalRecord final = Train(RunSession.Open(folder, settings, task, data), task, data, ct);
            Console.Error.WriteLine($"Dry run: 2 batches, evaluation and checkpoint done; {final.MsPerStep:F1} ms/step, peak memory {final.PeakMemoryBytes / 1e6:F0} MB.");
            if (settings.Json) Console.Out.WriteLine(TrainJson.DryRun(task, final));
            return ExitCode.Done;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FinalRecord Train(RunSession session, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        random.manual_seed(task.Training.Seed);
        using var model = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        int batch = Math.Min(task.Training.BatchSize, data.Train.Count);
        DataSplits few = data with { Train = new Head(data.Train, 2 * batch), Test = new Head(data.Test, 2 * batch), Validation = null };
        var options = task.Training with { Epochs = 1, BatchSize = batch, Checkpoints = session.Checkpoints, RecalibrationSamples = Math.Max(2, batch) };
        return new Trainer(model, few, options).Run(new Silence(), ct).Final;
    }

    private sealed class Head(IDataset source, int count) : IDataset
    {
        public string Name => source.Name;

        public IReadOnlyList<string> Classes => source.Classes;

        public SampleShape Shape => source.Shape;

        public int Count => Math.Min(count, source.Count);

        public int Label(int index) => source.Label(index);

        public void Read(int index, Span<float> destination) => source.Read(index, destination);
    }

    private sealed class Silence : ITrainingObserver
    {
        public void OnStep(long step, long steps)
        {
        }

        public void OnEpoch(EpochRecord epoch)
        {
        }
    }
}
