namespace L2BN.Lab.Running;

/// <summary>What <c>l2bn compare</c> was asked; ranges are checked by the parser, names by <see cref="CompareRunner"/>.</summary>
internal sealed record CompareSettings
{
    public required string Norms { get; init; }
    public required int Seeds { get; init; }
    public required int Epochs { get; init; }
    public required string Model { get; init; }
    public required string Data { get; init; }
    public string? DataDir { get; init; }
    public int? TrainSize { get; init; }
    public required int BatchSize { get; init; }
    public required double LearningRate { get; init; }
    public required int Seed { get; init; }
    public string? Output { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
    public required string Command { get; init; }
}
