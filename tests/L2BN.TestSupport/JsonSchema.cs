using System.Text.Json;

namespace L2BN.TestSupport;

/// <summary>
/// Validates JSON against the part of JSON Schema (draft 2020-12) that the schemas of this repository use: type, const, enum, properties,
/// required, additionalProperties as a schema, items, anyOf and $ref to $defs. Another keyword that constrains is an error.
/// </summary>
public static class JsonSchema
{
    private static readonly HashSet<string> s_silent = ["$schema", "$defs", "title", "description"];

    /// <summary>What is wrong with a value, one text each; empty where it is valid.</summary>
    /// <param name="schema">The whole schema.</param>
    /// <param name="value">The value.</param>
    public static IReadOnlyList<string> Errors(JsonElement schema, JsonElement value) => [.. Check(schema, schema, value, "$")];

    private static IEnumerable<string> Check(JsonElement root, JsonElement schema, JsonElement value, string path) =>
        schema
            .EnumerateObject()
            .Where(keyword => !s_silent.Contains(keyword.Name))
            .SelectMany(keyword =>
                keyword.Name switch
                {
                    "$ref" => Check(root, Definition(root, keyword.Value.GetString()!), value, path),
                    "type" => Types(keyword.Value).Any(type => IsOf(type, value))
                        ? []
                        : [$"{path}: expected {keyword.Value.GetRawText()}, got {Short(value)}"],
                    "const" => JsonElement.DeepEquals(keyword.Value, value)
                        ? []
                        : [$"{path}: expected {keyword.Value.GetRawText()}, got {Short(value)}"],
                    "enum" => keyword.Value.EnumerateArray().Any(item => JsonElement.DeepEquals(item, value))
                        ? []
                        : [$"{path}: expected one of {keyword.Value.GetRawText()}, got {Short(value)}"],
                    "required" => value.ValueKind != JsonValueKind.Object
                        ? []
                        : keyword
                            .Value.EnumerateArray()
                            .Select(name => name.GetString()!)
                            .Where(name => !value.TryGetProperty(name, out _))
                            .Select(name => $"{path}: expected a property {name}, got none"),
                    "properties" => Properties(root, keyword.Value, value, path),
                    "additionalProperties" => Others(root, schema, keyword.Value, value, path),
                    "items" => value.ValueKind != JsonValueKind.Array
                        ? []
                        : value.EnumerateArray().SelectMany((item, i) => Check(root, keyword.Value, item, $"{path}[{i}]")),
                    "anyOf" => keyword.Value.EnumerateArray().Any(choice => !Check(root, choice, value, path).Any())
                        ? []
                        : [$"{path}: expected one of the forms of anyOf, got {Short(value)}"],
                    _ => throw new NotSupportedException(
                        $"Expected a known keyword, got {keyword.Name}; teach it to {nameof(JsonSchema)}."),
                });

    private static IEnumerable<string> Properties(JsonElement root, JsonElement properties, JsonElement value, string path) =>
        value.ValueKind != JsonValueKind.Object ? [] : properties.EnumerateObject().SelectMany(property =>
            value.TryGetProperty(property.Name, out JsonElement item) ? Check(root, property.Value, item, $"{path}.{property.Name}") : []);

    private static IEnumerable<string> Others(JsonElement root, JsonElement schema, JsonElement others, JsonElement value, string path) =>
        value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject()
            .Where(item => !(schema.TryGetProperty("properties", out JsonElement known) && known.TryGetProperty(item.Name, out _)))
            .SelectMany(item => Check(root, others, item.Value, $"{path}.{item.Name}"));

    private static JsonElement Definition(JsonElement root, string reference) => reference.StartsWith("#/$defs/", StringComparison.Ordinal)
        ? root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..])
        : throw new NotSupportedException($"Expected a reference into $defs, got {reference}.");

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(item => item.GetString()!) : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException($"Expected a type of JSON, got {type}."),
    };

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();
}
