using System.Globalization;
using L2BN.Data;
using L2BN.Data.Splits;
using L2BN.Formats;
using L2BN.Results;
using L2BN.Scalars;
using L2BN.Training;
using L2BN.Training.Checkpoints;
using TorchSharp;

namespace L2BN.Lab.Shared;

/// <summary>The data of a checkpoint: what it says of how they were opened, and opening them again.</summary>
internal static class CheckpointData
{
    private const int RecalibrationSamples = 2048;

    /// <summary>What a checkpoint is to remember; the folder is not part of it, since data may be moved.</summary>
    public static Dictionary<string, string> Facts(DataOptions options, double labelNoise)
    {
        Dictionary<string, string> facts = new() { ["data-seed"] = $"{options.Seed}" };
        if (options.TrainSize is { } size)
            facts["train-size"] = $"{size}";
        if (options.Fold is { } fold)
            facts["fold"] = $"{fold}";
        if (labelNoise > 0)
            facts["label-noise"] = labelNoise.ToString("R", CultureInfo.InvariantCulture);
        return facts;
    }

    /// <summary>Opens the data that a checkpoint was trained on with the same choice of samples, or other data that the user
    /// names.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="name">The data set, or null for the checkpoint's own.</param>
    /// <param name="folder">Where it lies, or null for where the run folder says it lay.</param>
    /// <param name="fold">The fold to test on, or null for the checkpoint's own.</param>
    /// <exception cref="UsageException">There is no such data set, or its folder is not given.</exception>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static DataSplits Open(Checkpoint checkpoint, string? name = null, string? folder = null, int? fold = null)
    {
        CheckpointFacts facts = checkpoint.Facts;
        if (name is not null && name != facts.Data)
            return NameResolver.Data(name, new DataOptions { Directory = folder, Fold = fold });
        DataSplits data = NameResolver.Data(facts.Data, new DataOptions
        {
            Directory = folder ?? TrainedOn(checkpoint),
            TrainSize = Whole(checkpoint, "train-size"),
            ValidationSize = Whole(checkpoint, "validation-size"),
            ImageSize = Whole(checkpoint, "image-size"),
            Fold = fold ?? Whole(checkpoint, "fold"),
            Seed = Whole(checkpoint, "data-seed") ?? Whole(checkpoint, "seed") ?? 0,
        });
        return LabelNoise.Apply(data, Share(checkpoint, "label-noise"), Whole(checkpoint, "data-seed") ?? 0);
    }

    /// <summary>The data with its classes in the order of the checkpoint's outputs.</summary>
    /// <exception cref="DataException">The model cannot read its samples, or was trained on other classes.</exception>
    public static DataSplits Match(TrainedModel trained, DataSplits data)
    {
        if (data.Test.Shape != trained.Shape)
            throw new DataException(
                $"{data.Test.Name}: expected samples of {trained.Shape} as the checkpoint was trained on, got {data.Test.Shape}; "
                    + "use data of that shape.");
        return ClassOrder.Apply(data, trained.Facts.Classes);
    }

    /// <summary>Re-estimates running statistics on training samples, standardized as the network was trained on them.</summary>
    public static void Recalibrate(TrainedModel trained, DataSplits data, string device, CancellationToken ct) =>
        RunningStatistics.Reestimate(
            trained.Model,
            data with { Normalization = trained.Normalization },
            RecalibrationSamples,
            torch.device(device),
            ct);

    // A checkpoint does not say where its data lay, the run folder that it is in does.
    private static string? TrainedOn(Checkpoint checkpoint) =>
        Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(checkpoint.FilePath))) is { } run
            ? ConfigFile.Value(Path.Combine(run, RunFolder.ConfigName), "data-dir")
            : null;

    private static int? Whole(Checkpoint checkpoint, string name)
    {
        if (!checkpoint.Facts.Options.TryGetValue(name, out string? text))
            return null;
        return NumberText.TryParse(text, out int value) ? value : throw Refuse(checkpoint, name, "a whole number", text);
    }

    private static double Share(Checkpoint checkpoint, string name)
    {
        if (!checkpoint.Facts.Options.TryGetValue(name, out string? text))
            return 0;
        return NumberText.TryParse(text, out double value) && value is >= 0 and <= 1
            ? value
            : throw Refuse(checkpoint, name, "a number from 0 to 1", text);
    }

    private static FileFormatException Refuse(Checkpoint checkpoint, string name, string expected, string text) =>
        new(checkpoint.FilePath, null, $"option '{name}': expected {expected}, got '{text}'");
}
