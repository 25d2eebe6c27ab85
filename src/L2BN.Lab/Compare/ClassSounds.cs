using L2BN.Data;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Pictures;
using L2BN.Lab.Shared;
using L2BN.Reporting.Charts;
using L2BN.Reporting.Sections;

namespace L2BN.Lab.Compare;

/// <summary>The section of a report that shows the sounds of each class.</summary>
internal static class ClassSounds
{
    /// <summary>The first training clip of each class, drawn.</summary>
    public static IReadOnlyList<ReportSection> Sections(IDataset train, LogMelOptions features)
    {
        if (train.Shape != features.Shape)
            return [];
        Chart[] charts =
        [
            .. Enumerable
                .Range(0, train.Count)
                .GroupBy(train.Label)
                .OrderBy(group => group.Key)
                .Select(group => LogMelChart.Create(Picture(train, group.First(), features), train.Classes[group.Key])),
        ];
        return
        [
            new ChartSection(
                "What the classes sound like",
                "log-mel",
                "Log-mel features of the first training clip of each class; dark is loud.",
                charts),
        ];
    }

    private static LogMelPicture Picture(IDataset data, int index, LogMelOptions features)
    {
        float[] sample = new float[data.Shape.Size];
        data.Read(index, sample);
        return LogMelPicture.FromSample(sample, features);
    }
}
