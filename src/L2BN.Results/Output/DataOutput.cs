using System.Text.Json.Serialization;

namespace L2BN.Results.Output;

/// <summary>What <c>l2bn data list --json</c> prints.</summary>
public sealed record DataListOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>One entry per data set.</summary>
    public required IReadOnlyList<DatasetRow> Datasets { get; init; }
}

/// <summary>One data set of the catalog.</summary>
public sealed record DatasetRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required string Description { get; init; }

    /// <summary>Its license and source.</summary>
    [JsonPropertyName("licence")]
    public required string License { get; init; }

    /// <summary>Whether it is read from a folder.</summary>
    public required bool NeedsDirectory { get; init; }

    /// <summary>Folds that it comes with; 0 for none.</summary>
    public required int Folds { get; init; }
}

/// <summary>What <c>l2bn data get --json</c> prints.</summary>
public sealed record DataGetOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name of the data set.</summary>
    public required string Name { get; init; }

    /// <summary>Its license and source.</summary>
    [JsonPropertyName("licence")]
    public required string License { get; init; }

    /// <summary>Absolute path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>False where the data was there before.</summary>
    public required bool Fetched { get; init; }

    /// <summary>Files whose checksum was compared and found right.</summary>
    public required int Checksums { get; init; }
}

/// <summary>What <c>l2bn data info --json</c> and <c>l2bn data verify --json</c> print.</summary>
public sealed record DataInfoOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name of the data set.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds.</summary>
    public required string Description { get; init; }

    /// <summary>Its license and source.</summary>
    [JsonPropertyName("licence")]
    public required string License { get; init; }

    /// <summary>Shape of a sample: channels, height, width.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Names of the classes in the order of their indices.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Training samples.</summary>
    public required int Train { get; init; }

    /// <summary>Validation samples; null without a validation split.</summary>
    public int? Validation { get; init; }

    /// <summary>Test samples.</summary>
    public required int Test { get; init; }

    /// <summary>Mean of each channel over the training split.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Standard deviation of each channel over the training split.</summary>
    public required IReadOnlyList<float> Std { get; init; }

    /// <summary>Checksum of the data.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Of <c>data verify</c>: files whose checksum was compared and found right; null for <c>data info</c>.</summary>
    public int? Checksums { get; init; }

    /// <summary>Warnings about the data.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
