using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Tables;

namespace L2BN.Data.Audio.Datasets;

/// <summary>Reads <c>meta/esc50.csv</c>: the columns filename, fold, target, category and esc10; others are ignored.</summary>
internal sealed class Esc50Table
{
    internal const int Folds = 5;
    private const int LastTarget = 49;
    private readonly Table _table;
    private readonly ClipPath _paths;

    internal Esc50Table(string folder)
    {
        _table = Table.Read(Path.Combine(folder, "meta", "esc50.csv"), ',');
        _paths = new ClipPath(folder);
    }

    internal string File => _table.File;

    /// <summary>The clips of all fifty classes, or of the ten that the table flags.</summary>
    internal Esc50Row[] Read(bool onlyTen)
    {
        int ten = _table.Column("esc10");
        return [.. _table.Rows.Where(row => !onlyTen || Flag(row.Fields[ten], Source(row))).Select(Parse)];
    }

    /// <summary>Names of the classes in the order of their targets, each target with one name.</summary>
    internal string[] Classes(Esc50Row[] rows)
    {
        (int Target, string Category)[] pairs =
            rows.Select(row => (row.Target, row.Category)).Distinct().OrderBy(pair => pair.Target).ToArray();
        int targets = pairs.DistinctBy(pair => pair.Target).Count(), categories = pairs.DistinctBy(pair => pair.Category).Count();
        if (targets != pairs.Length || categories != pairs.Length)
            throw new DataException(File, "expected one category for each target, and one target for each category", null);
        return [.. pairs.Select(pair => pair.Category)];
    }

    private Esc50Row Parse(TableRow row)
    {
        string Field(string column) => row.Fields[_table.Column(column)];
        string source = Source(row), name = "audio/" + Field("filename");
        int fold = Number(Field("fold"), 1, Folds, "fold", source), target = Number(Field("target"), 0, LastTarget, "target", source);
        return new Esc50Row(name, _paths.Resolve(name, source), fold, target, Field("category"));
    }

    private string Source(TableRow row) => $"{File}, line {row.Line}";

    private static int Number(string text, int least, int most, string what, string source)
    {
        bool number = NumberText.TryParseDigits(text, out int value);
        return number && value >= least && value <= most ? value
            : throw new DataException(source, $"expected a {what} from {least} to {most}, got '{text}'", null);
    }

    private static bool Flag(string text, string source) => bool.TryParse(text, out bool value) ? value
        : throw new DataException(source, $"expected True or False in column esc10, got '{text}'", null);
}

/// <summary>A clip in ESC-50's table.</summary>
/// <param name="Name">Name inside the data set.</param>
/// <param name="Path">Path of its file.</param>
/// <param name="Fold">1 to 5.</param>
/// <param name="Target">Number of the class, 0 to 49.</param>
/// <param name="Category">Name of the class.</param>
internal sealed record Esc50Row(string Name, string Path, int Fold, int Target, string Category);
