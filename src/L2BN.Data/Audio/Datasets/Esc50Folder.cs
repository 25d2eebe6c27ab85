using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;
using L2BN.Data.Catalog;

namespace L2BN.Data.Audio.Datasets;

/// <summary>
/// ESC-50 and its ten-class part: <c>audio/*.wav</c> and <c>meta/esc50.csv</c>, five folds given by the authors so that clips of one
/// recording stay together.
/// </summary>
internal static class Esc50Folder
{
    /// <summary>What the authors' archive unpacks to.</summary>
    private const string Archive = "ESC-50-master";

    private const string Citation = "cite Piczak 2015, ESC: Dataset for Environmental Sound Classification";

    internal static DatasetEntry Ten { get; } =
        Entry("esc10", 10, "400 clips of 5 s, 10 classes of environmental sound, 5 folds; the ESC-50 layout", "CC BY; " + Citation);

    internal static DatasetEntry Fifty { get; } =
        Entry("esc50", 50, "2,000 clips of 5 s, 50 classes of environmental sound, 5 folds", "CC BY-NC; " + Citation);

    private static DatasetEntry Entry(string name, int classes, string about, string license) =>
        new(options => Load(name, classes, options))
        {
            Name = name,
            Description = about,
            License = license,
            ImageSize = null,
            DecodesFiles = true,
            Features = LogMelOptions.FiveSeconds22050,
            Folds = Esc50Table.Folds,
            MirrorPreservesClass = false,
        };

    private static SourceSplits Load(string name, int expectedClasses, DataOptions options)
    {
        string inner = Path.Combine(options.Directory!, Archive), folder = Directory.Exists(inner) ? inner : options.Directory!;
        var table = new Esc50Table(folder);
        Esc50Row[] rows = table.Read(onlyTen: expectedClasses == 10);
        string[] classes = table.Classes(rows);
        if (classes.Length != expectedClasses)
            throw new DataException(table.File, $"expected the {expectedClasses} classes of {name}, got {classes.Length}",
                "Choose esc10 for the ten-class part.");
        int testFold = options.Fold ?? 1;
        ListedClip List(Esc50Row row) => new(row.Name, row.Path, Array.IndexOf(classes, row.Category));
        return new ClipSplits(name, folder, classes, LogMelOptions.FiveSeconds22050, options).Make(
            new ListedSplit("train", table.File, [.. rows.Where(row => row.Fold != testFold).Select(List)]),
            new ListedSplit("test", table.File, [.. rows.Where(row => row.Fold == testFold).Select(List)]), null);
    }
}
