using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Tables;
using L2BN.Data.Catalog;

namespace L2BN.Data.Audio.Datasets;

/// <summary>
/// TAU Urban Acoustic Scenes 2020 Mobile, development set (Zenodo record 3819968): 10-second clips of ten scenes by nine devices, split by
/// location. Reads <c>evaluation_setup/fold1_train.csv</c> and <c>fold1_evaluate.csv</c>, tab-separated with the columns filename and
/// scene_label, lines ending in LF or CRLF.
/// </summary>
internal static class Tau2020Folder
{
    private const string Archive = "TAU-urban-acoustic-scenes-2020-mobile-development";

    /// <summary>Alphabetical, as the DCASE 2020 task 1a systems number them.</summary>
    private static readonly string[] s_scenes =
    [
        "airport", "bus", "metro", "metro_station", "park", "public_square", "shopping_mall", "street_pedestrian", "street_traffic", "tram",
    ];

    internal static DatasetEntry Entry { get; } = new(Load)
    {
        Name = "tau2020",
        Description = "13,962 + 2,968 clips of 10 s, 10 acoustic scenes, 9 devices; TAU Urban Acoustic Scenes 2020 Mobile, development set",
        License = "non-commercial, academic use only; cite Heittola, Mesaros, Virtanen 2020 (DCASE 2020 task 1)",
        ImageSize = null,
        DecodesFiles = true,
        Features = LogMelOptions.Tau2020,
        MirrorPreservesClass = false,
    };

    private static SourceSplits Load(DataOptions options)
    {
        string inner = Path.Combine(options.Directory!, Archive), folder = Directory.Exists(inner) ? inner : options.Directory!;
        var paths = new ClipPath(folder);
        return new ClipSplits("tau2020", folder, s_scenes, LogMelOptions.Tau2020, options)
            .Make(Read(folder, paths, "train", "fold1_train.csv"), Read(folder, paths, "test", "fold1_evaluate.csv"), null);
    }

    private static ListedSplit Read(string folder, ClipPath paths, string split, string file)
    {
        var table = Table.Read(Path.Combine(folder, "evaluation_setup", file), '\t');
        int name = table.Column("filename"), scene = table.Column("scene_label");
        ListedClip Parse(TableRow row)
        {
            string source = $"{table.File}, line {row.Line}";
            return new ListedClip(row.Fields[name], paths.Resolve(row.Fields[name], source), Label(row.Fields[scene], source));
        }
        return new ListedSplit(split, table.File, [.. table.Rows.Select(Parse)]);
    }

    private static int Label(string scene, string source)
    {
        int label = Array.IndexOf(s_scenes, scene);
        return label >= 0 ? label : throw new DataException(source, $"expected one of {string.Join(", ", s_scenes)}, got '{scene}'", null);
    }
}
