using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace L2BN.Results;

/// <summary>A record with rules beyond the types of its values, which a file that somebody changed may break.</summary>
internal interface IChecked
{
    /// <summary>What is wrong, for a message; null for nothing.</summary>
    string? FindFault();
}

/// <summary>
/// Checks a record once, when it is read, so that nothing that computes with it has to: the serializer leaves null where a key is missing,
/// or a list has an item that is null.
/// </summary>
internal static class RecordCheck
{
    /// <summary>The largest label of a class that is taken for one.</summary>
    public const int MostClasses = 100_000;

    /// <summary>The longest time that is taken for one, in seconds: 30 years.</summary>
    public const double LongestSeconds = 1e9;

    /// <summary>The first fault in a record or in what it contains, for a message; null for none.</summary>
    public static string? FindFault(object record, JsonTypeInfo type) => FindFault(record, type, "");

    private static string? FindFault(object value, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => FindInProperties(value, type, path),
        JsonTypeInfoKind.Enumerable => FindInItems((IEnumerable)value, type, path),
        JsonTypeInfoKind.Dictionary => FindInItems(((IDictionary)value).Values, type, path),
        JsonTypeInfoKind.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "Expected a kind of JSON that records have."),
    };

    private static string? FindInProperties(object record, JsonTypeInfo type, string path)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            object? value = property.Get?.Invoke(record);
            string name = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            string? fault = value is not null ? FindFault(value, type.Options.GetTypeInfo(property.PropertyType), name)
                : property.IsSetNullable ? null : $"expected a value for '{name}', got none";
            if (fault is not null)
                return fault;
        }

        return record is IChecked rules && rules.FindFault() is { } broken ? (path.Length == 0 ? broken : $"'{path}': {broken}") : null;
    }

    private static string? FindInItems(IEnumerable items, JsonTypeInfo type, string path)
    {
        // Numbers have no rules of their own, and may be many.
        Type element = type.ElementType!;
        if (element.IsValueType)
            return null;
        JsonTypeInfo itemType = type.Options.GetTypeInfo(element);
        foreach (object? item in items)
        {
            if ((item is null ? $"expected no null in '{path}', got one" : FindFault(item, itemType, path)) is { } fault)
                return fault;
        }

        return null;
    }
}
