namespace L2BN.Results.Output;

/// <summary>What <c>l2bn compare --json</c> prints for several models, data sets or batch sizes.</summary>
public sealed record MatrixOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>One entry per comparison.</summary>
    public required IReadOnlyList<MatrixComparison> Cells { get; init; }

    /// <summary>Absolute path of the report that shows them side by side.</summary>
    public required string Report { get; init; }
}

/// <summary>One comparison of several.</summary>
public sealed record MatrixComparison
{
    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Samples per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>What a single comparison prints.</summary>
    public required ComparisonSummary Comparison { get; init; }
}
