namespace L2BN.Lab.Report;

/// <summary>What <c>l2bn report</c> was asked.</summary>
internal sealed record ReportSettings
{
    public required string Format { get; init; }
    public string? Output { get; init; }
    public required double Scale { get; init; }
    public double? Margin { get; init; }
    public required bool Json { get; init; }

    /// <summary>Where the report of a folder goes: where the user says, or into the folder.</summary>
    public string PathIn(string folder) => Output ?? Path.Combine(folder, Format switch
    {
        "html" => "report.html",
        "md" => "report.md",
        "csv" => "runs.csv",
        _ => "pictures",
    });
}
