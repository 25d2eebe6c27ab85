namespace L2BN.Data.Audio;

/// <summary>Sound files in folders named by their class: <c>train/CLASS/*.wav</c>, and <c>test</c> or <c>val</c> (or both) with the same classes or fewer.</summary>
internal static class AudioFolderSource
{
    internal static DatasetEntry Entry { get; } = new(Load)
    {
        Name = "audio-folder",
        Description = "your own WAV files: train/CLASS/*.wav and test/CLASS/*.wav (or val/CLASS/*.wav)",
        Licence = "that of your own files",
        ImageSize = null,
        Features = LogMelOptions.FiveSeconds22050,
        MirrorKeepsClass = false,
    };

    private static SourceSplits Load(DataOptions options)
    {
        string folder = options.Directory!;
        string[] classes = ClassesIn(Path.Combine(folder, "train"));
        bool hasTest = Directory.Exists(Path.Combine(folder, "test")), hasValidation = Directory.Exists(Path.Combine(folder, "val"));
        if (!hasTest && !hasValidation) throw new DataException(folder, "expected a folder test or val beside train, there is none", "Set clips aside to test on.");
        return new ClipSplits("audio-folder", folder, classes, LogMelOptions.FiveSeconds22050, options.Audio).Make(
            Read(folder, "train", "train", classes),
            Read(folder, "test", hasTest ? "test" : "val", classes),
            hasTest && hasValidation ? Read(folder, "validation", "val", classes) : null);
    }

    private static string[] ClassesIn(string folder)
    {
        if (!Directory.Exists(folder)) throw new DataException(folder, "there is no such folder", "Expected train/CLASS/*.wav.");
        string[] classes = [.. Guarded(folder, () => Directory.GetDirectories(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        return classes.Length > 1 ? classes : throw new DataException(folder, $"expected a folder for each of at least 2 classes, came {classes.Length}", null);
    }

    private static ListedSplit Read(string folder, string split, string subfolder, string[] classes)
    {
        string root = Path.Combine(folder, subfolder);
        if (ClassesIn(root).Except(classes).FirstOrDefault() is { } unknown)
            throw new DataException(Path.Combine(root, unknown), "the class is not among the training classes", $"Those are {string.Join(", ", classes)}.");
        var clips = classes.SelectMany((name, label) => ClipsOf(Path.Combine(root, name), $"{subfolder}/{name}", label));
        return new ListedSplit(split, root, [.. clips]);
    }

    private static IEnumerable<ListedClip> ClipsOf(string folder, string name, int label)
    {
        if (!Directory.Exists(folder)) return [];
        var files = Guarded(folder, () => Directory.GetFiles(folder)).Where(path => path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0) throw new DataException(folder, "expected WAV files, there are none", "Remove the folder, or put clips of the class into it.");
        return files.Select(path => new ListedClip($"{name}/{Path.GetFileName(path)}", path, label));
    }

    private static string[] Guarded(string folder, Func<string[]> list)
    {
        try { return list(); }
        catch (Exception e) when (RegularFile.IsFileTrouble(e)) { throw RegularFile.Unreadable(folder, e); }
    }
}
