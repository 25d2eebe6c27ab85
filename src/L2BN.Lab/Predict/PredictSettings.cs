namespace L2BN.Lab.Predict;

/// <summary>What <c>l2bn predict</c> was asked.</summary>
internal sealed record PredictSettings
{
    public required string Checkpoint { get; init; }
    public required IReadOnlyList<string> Inputs { get; init; }
    public required int Top { get; init; }
    public string? Csv { get; init; }

    /// <summary>Seconds into each sound; 0 is the beginning.</summary>
    public double Start { get; init; }

    /// <summary>A picture file for one sound, or a folder of pictures; null draws none.</summary>
    public string? LogMel { get; init; }

    /// <summary>Re-estimate running statistics on the training samples first, which lie in <see cref="DataDir"/> or where they were.</summary>
    public bool Recalibrate { get; init; }
    public string? DataDir { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
}
