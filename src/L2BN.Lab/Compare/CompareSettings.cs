namespace L2BN.Lab.Compare;

/// <summary>What <c>l2bn compare</c> was asked; ranges are checked by the parser, names by <see cref="CompareRunner"/>.</summary>
internal sealed record CompareSettings
{
    public required string Norms { get; init; }
    public int? SeedsAsked { get; init; }
    public int? EpochsAsked { get; init; }
    public string? Model { get; init; }
    public required string Data { get; init; }
    public string? DataDir { get; init; }
    public int? TrainSize { get; init; }
    public IReadOnlyList<int> BatchSizes { get; init; } = [];
    public string? Fold { get; init; }
    public required double LearningRate { get; init; }
    public required int Seed { get; init; }
    public string? Output { get; init; }
    public string? Resume { get; init; }
    public IReadOnlyList<string> Require { get; init; } = [];
    public double? Margin { get; init; }
    public double LabelNoise { get; init; }
    public bool NoAnalysis { get; init; }
    public bool NoCheckpoints { get; init; }
    public bool TensorBoard { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
    public required string Command { get; init; }

    /// <summary>Of a cell of <see cref="ComparisonMatrix"/>, which fills what was left open.</summary>
    public int Seeds => SeedsAsked!.Value;

    /// <summary>Of a cell.</summary>
    public int Epochs => EpochsAsked!.Value;

    /// <summary>Of a cell.</summary>
    public int BatchSize => BatchSizes[0];
}
