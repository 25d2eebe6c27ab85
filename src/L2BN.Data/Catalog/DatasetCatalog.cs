using L2BN.Data.Audio;

namespace L2BN.Data;

/// <summary>The data sets known by name.</summary>
public static class DatasetCatalog
{
    /// <summary>All entries, the default one first.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        FashionMnistMini.Entry, MnistFolder.FashionMnist, MnistFolder.Mnist, CifarFolder.Ten, CifarFolder.Hundred, ImageFolderFormat.Entry,
        Esc50Folder.Ten, Esc50Folder.Fifty, Tau2020Folder.Entry, AudioFolderFormat.Entry,
    ];

    /// <summary>The entry called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names and suggests the nearest.</exception>
    public static DatasetEntry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(Unknown(name), nameof(name));

    /// <summary>Opens a data set: reads it, chooses the samples, measures the channels of the training split.</summary>
    /// <remarks>Where a folder is needed and none is given, <see cref="DatasetDownload.DefaultFolder"/> is looked into.</remarks>
    /// <exception cref="ArgumentException">An unknown name, or an option that this data set does not take.</exception>
    /// <exception cref="DataException">The data is missing or refused.</exception>
    public static DataSplits Open(string name, DataOptions options)
    {
        var entry = Find(name);
        options = Locate(entry, options);
        Check(entry, options);
        var splits = SampleChoice.Apply(entry.Load(options), options);
        var normalization = splits.Normalization ?? Measure(entry, splits, options);
        return new DataSplits(splits.Train, splits.Test, splits.Validation, normalization, splits.Fingerprint) { Warnings = splits.Warnings };
    }

    private static Normalization Measure(DatasetEntry entry, SourceSplits splits, DataOptions options) =>
        entry.SlowToMeasure ? NormalizationCache.Get(splits.Train, splits.Fingerprint, options.CacheDirectory) : Normalization.Compute(splits.Train);

    private static void CheckFold(DatasetEntry entry, int? fold)
    {
        if (fold is null) return;
        if (entry.Folds == 0) throw new ArgumentException($"{entry.Name} has no folds; leave the fold out.");
        if (fold < 1 || fold > entry.Folds) throw new ArgumentException($"{entry.Name} has the folds 1 to {entry.Folds}, came {fold}.");
    }

    /// <summary>Where <see cref="DatasetDownload"/> has put the data set; null where it has not, or where it is built in.</summary>
    public static string? DownloadedFolder(DatasetEntry entry) =>
        DatasetReleases.TryFind(entry.Name) is { } release && DatasetDownload.DefaultFolder(release.Name) is { } folder && Directory.Exists(folder)
            ? folder : null;

    /// <summary>Where no folder is given, the place where fetched data sets are put.</summary>
    private static DataOptions Locate(DatasetEntry entry, DataOptions options) =>
        string.IsNullOrEmpty(options.Directory) && DownloadedFolder(entry) is { } folder ? options with { Directory = folder } : options;

    private static void Check(DatasetEntry entry, DataOptions options)
    {
        if (options.Audio is not null && entry.Features is null) throw new ArgumentException($"{entry.Name} holds images; leave the options for sound out.");
        if (options.ImageSize is not null && !entry.Resizes)
            throw new ArgumentException(entry.Features is not null ? $"{entry.Name} holds sound; leave the image size out."
                : $"{entry.Name} has images of {entry.ImageSize} pixels; an image size can be chosen for image-folder only.");
        if (options.ImageSize is < 8 or > 1024) throw new ArgumentException($"Expected an image size from 8 to 1024 pixels, came {options.ImageSize}.");
        CheckFold(entry, options.Fold);
        if (entry.NeedsDirectory && string.IsNullOrEmpty(options.Directory))
            throw new DataException($"{entry.Name} is read from a folder, and none was given. Say where it lies (--data-dir DIR; DataOptions.Directory){FetchHint(entry)}.");
        if (!entry.NeedsDirectory && options.Directory is not null)
            throw new ArgumentException($"{entry.Name} is built in and takes no folder; leave the folder out, or choose another data set.");
        if (options.Directory is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new DataException(folder, "there is no such folder", "Check the path (--data-dir DIR; DataOptions.Directory).");
    }

    private static string FetchHint(DatasetEntry entry) => DatasetReleases.TryFind(entry.Name) is not null ? $", or fetch it (l2bn data get {entry.Name})" : "";

    private static string Unknown(string name)
    {
        string[] names = [.. Entries.Select(entry => entry.Name)];
        string hint = NearestName.Hint(name, names);
        return $"There is no data set called '{name}'.{hint} Known are {string.Join(", ", names)}.";
    }
}
