using L2BN.Data;
using L2BN.Data.Audio;
using L2BN.Lab.Screens;
using L2BN.Reporting;

namespace L2BN.Lab.Running;

/// <summary>What is different where samples are sound.</summary>
internal static class SoundSettings
{
    /// <summary>Masks of up to a tenth of bands and frames, then the customary time crop for networks that take any length.</summary>
    public static IAugmentation Augmentation(DatasetEntry entry, Data.SampleShape shape, string model)
    {
        IAugmentation[] masks = [new FrequencyMask(shape.Height / 10), new TimeMask(shape.Width / 10)];
        return new AugmentationChain(model.StartsWith("asc_", StringComparison.Ordinal) ? [.. masks, Augmentations.Standard(entry, shape)] : masks);
    }

    /// <summary>The first training clip of each class, drawn.</summary>
    public static IReadOnlyList<ReportSection> Sections(IDataset train, LogMelOptions features)
    {
        if (train.Shape != features.Shape) return [];
        var firsts = Enumerable.Range(0, train.Count).GroupBy(train.Label).OrderBy(group => group.Key).Select(group => group.First());
        return [new LogMelSection([.. firsts.Select(index => (train.Classes[train.Label(index)], Picture(train, index, features)))])];
    }

    private static LogMelPicture Picture(IDataset data, int index, LogMelOptions features)
    {
        float[] sample = new float[data.Shape.Size];
        data.Read(index, sample);
        return LogMelPicture.Of(sample, features);
    }
}
