namespace L2BN.Data;

/// <summary>What a format delivers: its splits as they are on disk, and the hash of all their content.</summary>
internal sealed record SourceSplits(IDataset Train, IDataset Test, IDataset? Validation, string Fingerprint)
{
    /// <summary>What the user should know about the data.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The standardisation that belongs to the data; null where it is to be measured.</summary>
    internal Normalization? Normalization { get; init; }
}
