using System.Globalization;
using System.Text.Json.Serialization;
using L2BN.Data;

namespace L2BN.Lab.Data;

/// <summary>One data set of <c>l2bn data list --json</c>.</summary>
internal sealed record DatasetRow(string Name, string Description, string Licence, bool NeedsDirectory, int Folds)
{
    public static DatasetRow Of(DatasetEntry entry) => new(entry.Name, entry.Description, entry.Licence, entry.NeedsDirectory, entry.Folds);
}

/// <summary>What <c>l2bn data list --json</c> prints.</summary>
internal sealed record DatasetList
{
    public int Schema { get; init; } = 1;
    public required IReadOnlyList<DatasetRow> Datasets { get; init; }
}

/// <summary>What <c>l2bn data get --json</c> prints.</summary>
internal sealed record FetchedDataset
{
    public int Schema { get; init; } = 1;
    public required string Name { get; init; }
    public required string Licence { get; init; }
    public required string Folder { get; init; }

    /// <summary>False where it was there before.</summary>
    public required bool Fetched { get; init; }

    /// <summary>Files whose checksum was compared and found right.</summary>
    public required int Checksums { get; init; }
}

/// <summary>What <c>l2bn data info --json</c> prints.</summary>
internal sealed record DatasetFacts
{
    public int Schema { get; init; } = 1;
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required string Licence { get; init; }
    public required IReadOnlyList<int> Shape { get; init; }
    public required IReadOnlyList<string> Classes { get; init; }
    public required int Train { get; init; }
    public int? Validation { get; init; }
    public required int Test { get; init; }
    public required IReadOnlyList<float> Mean { get; init; }
    public required IReadOnlyList<float> Std { get; init; }
    public required string Fingerprint { get; init; }

    /// <summary>Of <c>verify</c>: files whose checksum was compared and found right; null where nobody asked.</summary>
    public int? Checksums { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    public static DatasetFacts Of(DatasetEntry entry, DataSplits data) => new()
    {
        Name = entry.Name,
        Description = entry.Description,
        Licence = entry.Licence,
        Shape = [data.Train.Shape.Channels, data.Train.Shape.Height, data.Train.Shape.Width],
        Classes = data.Train.Classes,
        Train = data.Train.Count,
        Validation = data.Validation?.Count,
        Test = data.Test.Count,
        Mean = data.Normalization.Mean,
        Std = data.Normalization.Std,
        Fingerprint = data.Fingerprint,
        Warnings = data.Warnings,
    };

    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("name", Name);
        yield return ("holds", Description);
        yield return ("licence", Licence);
        yield return ("sample", string.Join('×', Shape));
        yield return ("classes", $"{Classes.Count}: {string.Join(", ", Classes.Take(12))}{(Classes.Count > 12 ? ", …" : "")}");
        yield return ("samples", $"{Train} train, {(Validation is { } own ? $"{own} validation, " : "")}{Test} test");
        yield return ("mean", string.Join(", ", Mean.Select(Text)));
        yield return ("std", string.Join(", ", Std.Select(Text)));
        yield return ("fingerprint", Fingerprint);
    }

    private static string Text(float value) => value.ToString("F4", CultureInfo.InvariantCulture);
}

/// <summary>Snake case, one line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DatasetList))]
[JsonSerializable(typeof(DatasetFacts))]
[JsonSerializable(typeof(FetchedDataset))]
internal sealed partial class DataJson : JsonSerializerContext;
