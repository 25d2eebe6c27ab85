using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;
using L2BN.Data.Catalog;
using L2BN.Data.ImageFolder;

namespace L2BN.Data.Audio.Datasets;

/// <summary>A folder of sounds: <c>train/CLASS/*.wav</c> and <c>test|val/CLASS/…</c>, or class folders alone; the same rules as for
/// image folders.</summary>
internal static class AudioFolderFormat
{
    internal static DatasetEntry Entry { get; } = new(Load)
    {
        Name = "audio-folder",
        Description = "your own sounds (WAV): train/CLASS/*.wav and test/CLASS/… or val/CLASS/…, or CLASS/… alone",
        License = "that of your sounds",
        ImageSize = null,
        DecodesFiles = true,
        Features = LogMelOptions.FiveSeconds22050,
        MirrorPreservesClass = false,
    };

    private static SourceSplits Load(DataOptions options)
    {
        string root = options.Directory!;
        var layout = FolderLayout.Find(root, FolderKind.Sounds, options);
        ListedSplit List(string name, FolderSplit split) =>
            new(name, split.Folder,
                [.. split.Files.Select(file =>
                new ListedClip(Path.GetRelativePath(root, file.Path).Replace('\\', '/'), file.Path, file.Label))]);
        SourceSplits splits = new ClipSplits("audio-folder", root, layout.Train.Classes, LogMelOptions.FiveSeconds22050, options)
            .Make(List("train", layout.Train), List("test", layout.Test), layout.Validation is { } v ? List("validation", v) : null);
        return splits with { Warnings = [.. layout.Warnings, .. splits.Warnings] };
    }
}
