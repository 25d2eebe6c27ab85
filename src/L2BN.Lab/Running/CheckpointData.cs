using System.Globalization;
using L2BN.Data;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Running;

/// <summary>The data of a checkpoint: what it says of how they were opened, and opening them again.</summary>
internal static class CheckpointData
{
    /// <summary>What a checkpoint is to remember; the folder is not part of it, since data may be moved.</summary>
    public static Dictionary<string, string> Facts(DataOptions options, double labelNoise)
    {
        Dictionary<string, string> facts = new() { ["data-seed"] = $"{options.Seed}" };
        if (options.TrainSize is { } size) facts["train-size"] = $"{size}";
        if (options.Fold is { } fold) facts["fold"] = $"{fold}";
        if (labelNoise > 0) facts["label-noise"] = labelNoise.ToString("R", CultureInfo.InvariantCulture);
        return facts;
    }

    /// <summary>Opens the data that a checkpoint was trained on with the same choice of samples, or other data that the user names.</summary>
    /// <exception cref="UsageException">There is no such data set, or its folder is not given.</exception>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static DataSplits Open(CheckpointFacts facts, string? name, string? folder, int? fold)
    {
        if (name is not null && name != facts.Data) return Names.Data(name, new DataOptions { Directory = folder, Fold = fold });
        DataSplits data = Names.Data(facts.Data, new DataOptions
        {
            Directory = folder,
            TrainSize = Whole(facts, "train-size"),
            ValidationSize = Whole(facts, "validation-size"),
            ImageSize = Whole(facts, "image-size"),
            Fold = fold ?? Whole(facts, "fold"),
            Seed = Whole(facts, "data-seed") ?? Whole(facts, "seed") ?? 0,
        });
        return LabelNoise.Apply(data, Share(facts, "label-noise"), Whole(facts, "data-seed") ?? 0);
    }

    /// <summary>Refuses data that the model of a checkpoint cannot read, or whose classes it was not trained to tell apart.</summary>
    /// <exception cref="DataException">Shape or number of classes differ.</exception>
    public static void CheckShape(TrainedModel trained, DataSplits data)
    {
        if (data.Test.Shape != trained.Shape || data.Test.Classes.Count != trained.Facts.Classes.Count)
            throw new DataException($"{data.Test.Name} has samples of {data.Test.Shape} in {data.Test.Classes.Count} classes; "
                + $"the checkpoint was trained on {trained.Shape} in {trained.Facts.Classes.Count}.");
    }

    private static int? Whole(CheckpointFacts facts, string name) =>
        facts.Options.TryGetValue(name, out string? text) && int.TryParse(text, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static double Share(CheckpointFacts facts, string name) =>
        facts.Options.TryGetValue(name, out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1 ? value : 0;
}
