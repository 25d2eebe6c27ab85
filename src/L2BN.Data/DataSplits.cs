using L2BN.Data.Splits;

namespace L2BN.Data;

/// <summary>A data set ready for training: its splits, its channel statistics and the fingerprint of its content.</summary>
/// <param name="Train">Training samples.</param>
/// <param name="Test">Test samples, which results are reported on.</param>
/// <param name="Validation">Validation samples (early stopping, best checkpoint); null for none.</param>
/// <param name="Normalization">Channel statistics of <paramref name="Train"/> alone.</param>
/// <param name="Fingerprint">SHA-256 (64 lower-case hex digits) of the data and of the choice of samples: equal for equal data in
/// any folder.</param>
public sealed record DataSplits(IDataset Train, IDataset Test, IDataset? Validation, Normalization Normalization, string Fingerprint)
{
    /// <summary>Problems with the data that do not prevent its use (missing clips, clips in two splits, files that are not read): one
    /// sentence
    /// each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The options that it was opened with (<c>train-size</c>, <c>fold</c>, …), as a checkpoint stores them to select
    /// the same samples again. Default: empty.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}

/// <summary>The splits of a format as they are on disk, and the hash of all their content.</summary>
internal sealed record SourceSplits(IDataset Train, IDataset Test, IDataset? Validation, string Fingerprint)
{
    /// <summary>See <see cref="DataSplits.Warnings"/>.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The normalization that belongs to the data; null to compute it from the training split.</summary>
    internal Normalization? Normalization { get; init; }
}
