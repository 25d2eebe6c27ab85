using L2BN.Data;
using L2BN.Data.Audio.Features;
using L2BN.Data.Catalog;
using L2BN.Training.Checkpoints;

namespace L2BN.Lab.Shared;

/// <summary>Which features a checkpoint was trained on.</summary>
internal static class CheckpointSound
{
    /// <summary>The name among a checkpoint's options under which its features are written down.</summary>
    public const string Fact = "features";

    /// <summary>The features of a data set as one line of text; nothing for pictures.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Facts(string data) =>
        FeaturesOf(data) is { } features ? [new(Fact, features.Describe())] : [];

    /// <summary>The features to feed a checkpoint with; null where it was not trained on a data set of sound.</summary>
    /// <exception cref="DataException">It was trained on others than this version of l2bn makes.</exception>
    public static LogMelOptions? Features(CheckpointFacts facts)
    {
        if (FeaturesOf(facts.Data) is not { } features)
            return null;
        var trained = new SampleShape(facts.Shape[0], facts.Shape[1], facts.Shape[2]);
        string there = facts.Options.GetValueOrDefault(Fact, features.Describe());
        if (trained == features.Shape && there == features.Describe())
            return features;
        throw new DataException(
            $"The checkpoint was trained on features of {trained} ({there}), '{facts.Data}' now has features of {features.Shape} "
                + $"({features.Describe()}). Use the version of l2bn it was trained with, or train again.");
    }

    private static LogMelOptions? FeaturesOf(string data) => DatasetCatalog.Entries.FirstOrDefault(entry => entry.Name == data)?.Features;
}
