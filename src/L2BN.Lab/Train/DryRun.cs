using L2BN.Data;
using L2BN.Experiments;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;
using static TorchSharp.torch;

namespace L2BN.Lab.Train;

/// <summary>Two batches end to end, evaluation and checkpoint included, in a temporary folder.</summary>
internal static class DryRun
{
    public static int Run(TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        string folder = Directory.CreateTempSubdirectory("l2bn-dry-").FullName;
        try
        {
            FinalRecord final = Train(folder, options, task, data, ct).Final!;
            Terminal.WriteLine(
                $"Dry run: 2 batches, evaluation and checkpoint done; {final.MsPerStep:F1} ms/step, peak memory "
                    + $"{final.PeakMemoryBytes / 1e6:F0} MB.");
            StandardOutput.PrintJson(
                options.Json,
                () =>
                    new DryRunOutput
                    {
                        Data = task.Data,
                        Model = task.Model,
                        Norm = task.Norm,
                        MsPerStep = final.MsPerStep,
                        PeakMemoryBytes = final.PeakMemoryBytes,
                    });
            return ExitCode.Done;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunRecord Train(string folder, TrainOptions options, TrainingTask task, DataSplits data, CancellationToken ct)
    {
        int batch = Math.Min(task.Training.BatchSize, data.Train.Count);
        DataSplits few = data with { Train = new Head(data.Train, 2 * batch), Test = new Head(data.Test, 2 * batch), Validation = null };
        TrainingTask shortTask = task with
        {
            Training = task.Training with { Epochs = 1, BatchSize = batch, RecalibrationSamples = Math.Max(2, batch) },
        };
        using var run = TrainingRun.Open(FolderClaim.Take(folder), TrainRunner.Options(options, shortTask, few));
        random.manual_seed(task.Training.Seed);
        using nn.Module<Tensor, Tensor> network = Networks.Create(task.Model, task.Norm, data.Train.Classes.Count, data.Train.Shape);
        return run.Train(network, new Silent(), ct);
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

    private sealed class Silent : IComparisonObserver;
}
