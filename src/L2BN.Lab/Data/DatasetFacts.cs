using System.Globalization;
using L2BN.Data;
using L2BN.Data.Catalog;
using L2BN.Data.Splits;
using L2BN.Results.Output;
using L2BN.Scalars;

namespace L2BN.Lab.Data;

/// <summary>What a data set holds, as a record and as lines.</summary>
internal static class DatasetFacts
{
    private const int NamedClasses = 12;

    public static DataInfoOutput Create(DatasetEntry entry, DataSplits data) => new()
    {
        Name = entry.Name,
        Description = entry.Description,
        License = entry.License,
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

    public static IEnumerable<(string Name, string Value)> Lines(DataInfoOutput facts)
    {
        string more = facts.Classes.Count > NamedClasses ? ", …" : "";
        yield return ("name", facts.Name);
        yield return ("holds", facts.Description);
        yield return ("license", facts.License);
        yield return ("sample", string.Join('×', facts.Shape));
        yield return ("classes", $"{facts.Classes.Count}: {string.Join(", ", facts.Classes.Take(NamedClasses))}{more}");
        yield return ("samples", $"{facts.Train} train, {(facts.Validation is { } own ? $"{own} validation, " : "")}{facts.Test} test");
        yield return ("mean", string.Join(", ", facts.Mean.Select(Text)));
        yield return ("std", string.Join(", ", facts.Std.Select(Text)));
        yield return ("fingerprint", facts.Fingerprint);
    }

    private static string Text(float value) => value.ToString("F4", CultureInfo.InvariantCulture);
}
