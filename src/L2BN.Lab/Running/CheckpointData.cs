using L2BN.Data;
using L2BN.Lab.Commands;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using TorchSharp;

namespace L2BN.Lab.Running;

/// <summary>The data that a checkpoint was trained on, or other data of its kind.</summary>
internal static class CheckpointData
{
    private const int RecalibrationSamples = 2048;

    /// <summary>Opens the data; what is left open is the checkpoint's own.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="name">The data set, or null.</param>
    /// <param name="folder">Where it lies, or null.</param>
    /// <param name="fold">The fold to test on, or null.</param>
    public static DataSplits Open(Checkpoint checkpoint, string? name = null, string? folder = null, int? fold = null)
    {
        CheckpointFacts facts = checkpoint.Facts;
        bool same = (name ?? facts.Data) == facts.Data;
        return Names.Data(name ?? facts.Data, new DataOptions
        {
            Directory = folder ?? (same ? TrainedOn(checkpoint) : null),
            ImageSize = same && facts.Options.TryGetValue("image-size", out string? side) ? int.Parse(side) : null,
            Fold = fold ?? (same && facts.Options.TryGetValue("fold", out string? own) ? int.Parse(own) : null),
        });
    }

    /// <summary>Refuses data that the checkpoint's network does not take.</summary>
    public static void CheckShape(TrainedModel trained, DataSplits data)
    {
        if (data.Test.Shape != trained.Shape || data.Test.Classes.Count != trained.Facts.Classes.Count)
            throw new DataException($"{data.Test.Name} has samples of {data.Test.Shape} in {data.Test.Classes.Count} classes; "
                + $"the checkpoint was trained on {trained.Shape} in {trained.Facts.Classes.Count}.");
    }

    /// <summary>Re-estimates running statistics on training samples, standardised as the network was trained on them.</summary>
    public static void Recalibrate(TrainedModel trained, DataSplits data, string device, CancellationToken ct) =>
        RunningStatistics.Reestimate(trained.Model, data with { Normalization = trained.Normalization }, RecalibrationSamples, torch.device(device), ct);

    // A checkpoint does not say where its data lay, the run folder that it is in does.
    private static string? TrainedOn(Checkpoint checkpoint) => Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(checkpoint.FilePath))) is { } run
        ? ConfigFile.Value(Path.Combine(run, TrainRunner.ConfigName), "data-dir")
        : null;
}
