namespace L2BN.Data;

/// <summary>A data set that can be opened by name.</summary>
public sealed record DatasetEntry
{
    private readonly Func<DataOptions, SourceSplits> _load;

    internal DatasetEntry(Func<DataOptions, SourceSplits> load) => _load = load;

    /// <summary>The name to open it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds, in one line.</summary>
    public required string Description { get; init; }

    /// <summary>Licence, and whom to cite.</summary>
    public required string Licence { get; init; }

    /// <summary>Pixels per side, as opened by default; null where the images decide, and for sound.</summary>
    public required int? ImageSize { get; init; }

    /// <summary>True where <see cref="DataOptions.Directory"/> must say where the data lies.</summary>
    public bool NeedsDirectory { get; init; } = true;

    /// <summary>Features of the sound, as opened by default; null for images.</summary>
    public Audio.LogMelOptions? Features { get; init; }

    /// <summary>Number of folds that the data comes with; 0 for none.</summary>
    public int Folds { get; init; }

    /// <summary>True where a mirror image keeps its class, so that flipping is a sound augmentation.</summary>
    public bool MirrorPreservesClass { get; init; } = true;

    /// <summary>True where <see cref="DataOptions.ImageSize"/> may be chosen.</summary>
    public bool Resizes { get; internal init; }

    /// <summary>True where measuring the channels means decoding files.</summary>
    internal bool SlowToMeasure { get; init; }

    internal SourceSplits Load(DataOptions options) => _load(options);
}
