using L2BN.Data.Audio.Clips;
using L2BN.Data.Caching;
using L2BN.Data.Images;

namespace L2BN.Data;

/// <summary>How a data set is opened.</summary>
public sealed record DataOptions
{
    /// <summary>The folder that holds the data; not needed for embedded sets. Default: none.</summary>
    public string? Directory { get; init; }

    /// <summary>Uses only this many training samples, drawn per class in proportion. At least one per class; default: all.</summary>
    public int? TrainSize { get; init; }

    /// <summary>Uses this many training samples for validation instead, drawn per class in proportion. Default: none, except where the data
    /// has its own validation split.</summary>
    public int? ValidationSize { get; init; }

    /// <summary>Selects the samples of <see cref="TrainSize"/>, <see cref="ValidationSize"/> and of splits that are not in the data.
    /// Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The fold that is tested on, from 1; only for sets with folds. Default: 1.</summary>
    public int? Fold { get; init; }

    /// <summary>Pixels per side after resizing, 8 to 1024; only for image folders. Default: the median of the images' shorter sides, at
    /// most 224.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Folder that caches statistics, features and file hashes; empty for no cache. Default:
    /// <see cref="CacheFolder.Default"/>.</summary>
    public string? CacheDirectory { get; init; } = CacheFolder.Default;

    /// <summary>Opens without hashing files, so that one which cannot be read does not hide the others.</summary>
    internal bool SkipFingerprint { get; init; }

    /// <summary>How sound files become samples; only for audio data sets. Default: the features of the entry in the catalog.</summary>
    public AudioOptions? Audio { get; init; }
}
