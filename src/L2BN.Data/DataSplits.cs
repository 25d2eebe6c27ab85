namespace L2BN.Data;

/// <summary>A data set ready for training: its splits, its channel statistics and the fingerprint of what it holds.</summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Test">Samples to report on.</param>
/// <param name="Validation">Samples to choose by (early stopping, best checkpoint); null where none were set aside.</param>
/// <param name="Normalization">Channel statistics of <paramref name="Train"/> alone.</param>
/// <param name="Fingerprint">SHA-256 (64 lower-case hex digits) of the data and of the choice of samples: equal for equal data, wherever it
/// lies.</param>
public sealed record DataSplits(IDataset Train, IDataset Test, IDataset? Validation, Normalization Normalization, string Fingerprint)
{
    /// <summary>What is odd about the data without being a reason to refuse it (missing clips, clips in two splits): sentences for the user
    /// to read.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What it was opened with (<c>train-size</c>, <c>fold</c>, …), where somebody wrote it down: a checkpoint carries it, so that
    /// the same samples can be found again. Default: nothing.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();
}
