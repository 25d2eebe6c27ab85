namespace L2BN.Lab.Analyze;

/// <summary>What <c>l2bn analyze</c> was asked.</summary>
internal sealed record AnalyzeSettings
{
    public required string Checkpoint { get; init; }
    public string? Data { get; init; }
    public string? DataDir { get; init; }
    public int? Fold { get; init; }
    public required int Samples { get; init; }
    public required bool KeepStatistics { get; init; }
    public required string Format { get; init; }
    public string? Output { get; init; }
    public required double Scale { get; init; }
    public required int Threads { get; init; }
    public required string Device { get; init; }
    public required bool Json { get; init; }
    public required string Command { get; init; }

    /// <summary>Where the report goes: into the folder of a run, beside a file with its name, or where the user says.</summary>
    public string ReportPath => Output ?? (Directory.Exists(Checkpoint)
        ? Path.Combine(Checkpoint, $"analysis.{Format}")
        : Path.ChangeExtension(Checkpoint, $".analysis.{Format}"));
}
