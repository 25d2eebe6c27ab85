using System.Globalization;

namespace L2BN.Data.Audio;

/// <summary>ESC-50 and its ten-class part: <c>audio/*.wav</c> and <c>meta/esc50.csv</c>, five folds given by the authors so that clips of one recording stay together.</summary>
internal static class Esc50Folder
{
    private const int FoldCount = 5;
    private const string Archive = "ESC-50-master", TableName = "meta/esc50.csv";
    private const string Citation = "cite Piczak 2015, ESC: Dataset for Environmental Sound Classification";

    internal static DatasetEntry Ten { get; } = Entry("esc10", "400 clips of 5 s, 10 classes of environmental sound, 5 folds; the ESC-50 layout", "CC BY; " + Citation, classes: 10);

    internal static DatasetEntry Fifty { get; } = Entry("esc50", "2,000 clips of 5 s, 50 classes of environmental sound, 5 folds", "CC BY-NC 3.0; " + Citation, classes: 50);

    private static DatasetEntry Entry(string name, string description, string licence, int classes) => new(options => Load(name, classes, options))
    {
        Name = name,
        Description = description,
        Licence = licence,
        ImageSize = null,
        SlowToMeasure = true,
        Features = LogMelOptions.FiveSeconds22050,
        Folds = FoldCount,
        MirrorKeepsClass = false,
    };

    private static SourceSplits Load(string name, int expectedClasses, DataOptions options)
    {
        string folder = Path.Combine(options.Directory!, Archive) is { } inner && Directory.Exists(inner) ? inner : options.Directory!;
        var rows = ReadRows(folder, onlyTen: expectedClasses == 10);
        string[] classes = Classes(folder, rows);
        if (classes.Length != expectedClasses)
            throw new DataException(Path.Combine(folder, TableName), $"expected the {expectedClasses} classes of {name}, came {classes.Length}", "Choose esc10 for the ten-class part.");
        int testFold = options.Fold ?? 1;
        ListedSplit Split(string split, Func<Esc50Row, bool> member) =>
            new(split, Path.Combine(folder, TableName), [.. rows.Where(member).Select(row => new ListedClip(row.Name, row.Path, Array.IndexOf(classes, row.Category)))]);
        return new ClipSplits(name, folder, classes, LogMelOptions.FiveSeconds22050, options)
            .Make(Split("train", row => row.Fold != testFold), Split("test", row => row.Fold == testFold), null);
    }

    private static Esc50Row[] ReadRows(string folder, bool onlyTen)
    {
        var table = Table.Read(Path.Combine(folder, TableName), ',');
        int file = table.Column("filename"), fold = table.Column("fold"), target = table.Column("target"), category = table.Column("category"), ten = table.Column("esc10");
        var paths = new ClipPath(folder);
        Esc50Row Parse(TableRow row)
        {
            string source = $"{table.File}, line {row.Line}", name = "audio/" + row.Fields[file];
            return new Esc50Row(name, paths.Resolve(name, source), Number(row.Fields[fold], 1, FoldCount, "fold", source), Number(row.Fields[target], 0, 49, "target", source), row.Fields[category]);
        }
        return [.. table.Rows.Where(row => !onlyTen || Flag(row.Fields[ten], $"{table.File}, line {row.Line}")).Select(Parse)];
    }

    /// <summary>Names in the order of their targets, each target with one name.</summary>
    private static string[] Classes(string folder, Esc50Row[] rows)
    {
        var pairs = rows.Select(row => (row.Target, row.Category)).Distinct().OrderBy(pair => pair.Target).ToArray();
        if (pairs.DistinctBy(pair => pair.Target).Count() != pairs.Length || pairs.DistinctBy(pair => pair.Category).Count() != pairs.Length)
            throw new DataException(Path.Combine(folder, TableName), "expected one category for each target, and one target for each category", null);
        return [.. pairs.Select(pair => pair.Category)];
    }

    private static int Number(string text, int least, int most, string what, string source)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most) return value;
        throw new DataException(source, $"expected a {what} from {least} to {most}, came '{text}'", null);
    }

    private static bool Flag(string text, string source) =>
        bool.TryParse(text, out bool value) ? value : throw new DataException(source, $"expected True or False in column esc10, came '{text}'", null);

    private sealed record Esc50Row(string Name, string Path, int Fold, int Target, string Category);
}
