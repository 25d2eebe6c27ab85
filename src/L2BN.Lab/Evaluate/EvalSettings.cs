namespace L2BN.Lab.Evaluate;

/// <summary>What <c>l2bn eval</c> was asked.</summary>
internal sealed record EvalSettings
{
    public required string Checkpoint { get; init; }
    public string? Data { get; init; }
    public string? DataDir { get; init; }
    public int? Fold { get; init; }
    public string? Norm { get; init; }
    public required bool Force { get; init; }
    public required bool Recalibrate { get; init; }
    public string? Picture { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
}
