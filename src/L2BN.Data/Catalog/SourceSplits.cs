namespace L2BN.Data;

/// <summary>What a format delivers: its splits as they are on disk, and the hash of all their content.</summary>
internal sealed record SourceSplits(IDataset Train, IDataset Test, IDataset? Validation, string Fingerprint);
