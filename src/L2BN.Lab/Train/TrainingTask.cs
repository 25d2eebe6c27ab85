using L2BN.Training;

namespace L2BN.Lab.Train;

/// <summary>What a training run computes.</summary>
internal sealed record TrainingTask
{
    public required string Data { get; init; }
    public string? DataDir { get; init; }
    public int? TrainSize { get; init; }
    public int? ValidationSize { get; init; }
    public int? ImageSize { get; init; }
    public int? Fold { get; init; }
    public required string Model { get; init; }
    public required string Norm { get; init; }
    public required string Augment { get; init; }
    public required TrainerOptions Training { get; init; }
}

/// <summary>What <c>l2bn train</c> was asked.</summary>
internal sealed record TrainSettings
{
    public required TrainingTask Task { get; init; }

    /// <summary>The options that decide what is computed, as text.</summary>
    public required IReadOnlyDictionary<string, string> Facts { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public TimeSpan? TimeBudget { get; init; }
    public required int CheckpointEvery { get; init; }
    public required int Keep { get; init; }
    public bool TensorBoard { get; init; }
    public string? Output { get; init; }
    public required bool Resume { get; init; }
    public required bool Force { get; init; }
    public required bool DryRun { get; init; }
    public required bool Json { get; init; }

    /// <summary>The options in effect as YAML.</summary>
    public required string Config { get; init; }
    public required string Command { get; init; }
}
