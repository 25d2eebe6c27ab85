using L2BN.Data.Audio.Datasets;
using L2BN.Data.Audio.Features;
using L2BN.Data.Caching;
using L2BN.Data.Cifar;
using L2BN.Data.Download;
using L2BN.Data.ImageFolder;
using L2BN.Data.Images;
using L2BN.Data.Mnist;
using L2BN.Data.Splits;

namespace L2BN.Data.Catalog;

/// <summary>The data sets by name.</summary>
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
    public static DatasetEntry Find(string name) =>
        Entries.FirstOrDefault(entry => entry.Name == name) ?? throw new ArgumentException(Unknown(name), nameof(name));

    /// <summary>Opens a data set: reads it, selects the samples, computes the channel statistics of the training split.</summary>
    /// <remarks>Where a folder is needed and none is given, <see cref="DatasetDownload.DefaultFolder"/> is used if it exists.</remarks>
    /// <exception cref="ArgumentException">An unknown name, or an option that this data set does not take.</exception>
    /// <exception cref="DataException">The data is missing or refused.</exception>
    public static DataSplits Open(string name, DataOptions options)
    {
        DatasetEntry entry = Find(name);
        options = Prepare(entry, options);
        SourceSplits splits = SampleSelection.Apply(entry.Load(options), options);
        RefuseEmpty(splits);
        Normalization normalization = splits.Normalization ?? Normalize(entry, splits, options);
        return new DataSplits(splits.Train, splits.Test, splits.Validation, normalization, splits.Fingerprint)
        {
            Warnings = splits.Warnings,
        };
    }

    /// <summary>Finds the folder of a downloaded data set and checks the options.</summary>
    internal static DataOptions Prepare(DatasetEntry entry, DataOptions options)
    {
        options = Locate(entry, options);
        Check(entry, options);
        return options;
    }

    private static void RefuseEmpty(SourceSplits splits)
    {
        foreach (IDataset split in new[] { splits.Train, splits.Test, splits.Validation }.OfType<IDataset>())
        {
            if (split.Count == 0)
                throw new DataException($"{split.Name}: expected at least one sample, got none.");
        }
    }

    private static Normalization Normalize(DatasetEntry entry, SourceSplits splits, DataOptions options) =>
        entry.DecodesFiles
            ? NormalizationCache.Get(splits.Train, splits.Fingerprint, options.CacheDirectory)
            : Normalization.Compute(splits.Train);

    private static void CheckFold(DatasetEntry entry, int? fold)
    {
        if (fold is null)
            return;
        if (entry.Folds == 0)
            throw new ArgumentException($"Expected no fold with {entry.Name}, which has none; leave it out.");
        if (fold < 1 || fold > entry.Folds)
            throw new ArgumentException($"Expected a fold of {entry.Name} from 1 to {entry.Folds}, got {fold}.");
    }

    /// <summary>The folder that <see cref="DatasetDownload"/> has downloaded the data set to; null where there is none.</summary>
    public static string? DownloadedFolder(DatasetEntry entry) =>
        DatasetReleases.TryFind(entry.Name) is { } release
        && DatasetDownload.DefaultFolder(release.Name) is { } folder
        && Directory.Exists(folder)
            ? folder
            : null;

    /// <summary>Uses the folder of a downloaded data set where none is given.</summary>
    private static DataOptions Locate(DatasetEntry entry, DataOptions options) =>
        string.IsNullOrEmpty(options.Directory) && DownloadedFolder(entry) is { } folder ? options with { Directory = folder } : options;

    private static void Check(DatasetEntry entry, DataOptions options)
    {
        if (options.Audio is not null && entry.Features is null)
            throw new ArgumentException($"Expected no options for sound with {entry.Name}, which contains images; leave them out.");
        if (options.ImageSize is not null && !entry.Resizes)
            throw new ArgumentException(
                entry.Features is not null
                    ? $"Expected no image size with {entry.Name}, which contains sound; leave it out."
                    : $"Expected no image size with {entry.Name}, whose images have {entry.ImageSize} pixels; it can "
                        + "be chosen for image-folder only.");
        if (options.ImageSize is < 8 or > 1024)
            throw new ArgumentException($"Expected an image size from 8 to 1024 pixels, got {options.ImageSize}.");
        CheckFold(entry, options.Fold);
        if (entry.NeedsDirectory && string.IsNullOrEmpty(options.Directory))
            throw new DataException(
                $"Expected a folder for {entry.Name}, got none; give it (--data-dir DIR; DataOptions.Directory){DownloadHint(entry)}.");
        if (!entry.NeedsDirectory && options.Directory is not null)
            throw new ArgumentException(
                $"Expected no folder with {entry.Name}, which is built in; leave it out, or choose another data set.");
        if (options.Directory is { Length: > 0 } folder && !Directory.Exists(folder))
            throw new DataException(
                folder,
                "expected an existing folder, got no such folder",
                "Check the path (--data-dir DIR; DataOptions.Directory).");
    }

    private static string DownloadHint(DatasetEntry entry) =>
        DatasetReleases.TryFind(entry.Name) is not null ? $", or download it (l2bn data get {entry.Name})" : "";

    private static string Unknown(string name)
    {
        string[] names = [.. Entries.Select(entry => entry.Name)];
        string hint = NearestName.Hint(name, names);
        return $"Expected a data set of {string.Join(", ", names)}, got '{name}'.{hint}";
    }
}

/// <summary>A data set that can be opened by name.</summary>
public sealed record DatasetEntry
{
    private readonly Func<DataOptions, SourceSplits> _load;

    internal DatasetEntry(Func<DataOptions, SourceSplits> load) => _load = load;

    /// <summary>The name to open it by.</summary>
    public required string Name { get; init; }

    /// <summary>Its content, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>License and citation.</summary>
    public required string License { get; init; }

    /// <summary>Pixels per side, as opened by default; null where the images decide, and for sound.</summary>
    public required int? ImageSize { get; init; }

    /// <summary>True where <see cref="DataOptions.Directory"/> must name the folder of the data.</summary>
    public bool NeedsDirectory { get; init; } = true;

    /// <summary>Features of the sound, as opened by default; null for images.</summary>
    public LogMelOptions? Features { get; init; }

    /// <summary>Number of folds in the data; 0 for none.</summary>
    public int Folds { get; init; }

    /// <summary>True where a mirror image has the same class, so that flipping is a valid augmentation.</summary>
    public bool MirrorPreservesClass { get; init; } = true;

    /// <summary>True where <see cref="DataOptions.ImageSize"/> may be chosen.</summary>
    public bool Resizes { get; internal init; }

    /// <summary>True where computing the channel statistics decodes files.</summary>
    internal bool DecodesFiles { get; init; }

    internal SourceSplits Load(DataOptions options) => _load(options);
}
