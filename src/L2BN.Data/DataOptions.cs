namespace L2BN.Data;

/// <summary>How a data set is opened.</summary>
public sealed record DataOptions
{
    /// <summary>The folder that holds the data; not needed for embedded sets. Default: none.</summary>
    public string? Directory { get; init; }

    /// <summary>Uses only this many training samples, drawn per class in proportion. At least one per class; default: all.</summary>
    public int? TrainSize { get; init; }

    /// <summary>Sets this many training samples aside for validation, drawn per class in proportion. Default: none, except where the data
    /// has a validation split of its own.</summary>
    public int? ValidationSize { get; init; }

    /// <summary>Chooses the samples of <see cref="TrainSize"/>, <see cref="ValidationSize"/> and of splits that the data does not bring.
    /// Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The fold that is tested on, from 1; only for sets that come with folds.</summary>
    public int? Fold { get; init; }

    /// <summary>Pixels per side after resizing, 8 to 1024; only for image folders. Default: the median of the images' shorter sides, at
    /// most 224.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Where measured statistics are kept; empty for nowhere. Default: <see cref="CacheFolder.Default"/>.</summary>
    public string? CacheDirectory { get; init; } = CacheFolder.Default;
}
