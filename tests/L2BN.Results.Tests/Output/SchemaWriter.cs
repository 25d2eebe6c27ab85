using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace L2BN.Results.Tests.Output;

/// <summary>Writes the JSON schema of a record: names and types as the serializer has them, descriptions from the documentation
/// comments.</summary>
internal sealed partial class SchemaWriter
{
    private static readonly JsonSerializerOptions s_format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Dictionary<string, string> s_documentation = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "L2BN.Results.xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => Flatten(member.Element("summary")));

    private readonly SortedDictionary<string, JsonNode> _definitions = new(StringComparer.Ordinal);

    public static string Write(Type type)
    {
        SchemaWriter writer = new();
        JsonObject schema = new() { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = type.Name };
        foreach ((string name, JsonNode? node) in writer.Record(type).ToArray())
            schema[name] = node?.DeepClone();
        if (writer._definitions.Count > 0)
            schema["$defs"] = new JsonObject(writer._definitions.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value)));
        return schema.ToJsonString(s_format) + "\n";
    }

    private JsonObject Record(Type type)
    {
        JsonObject schema = new() { ["description"] = s_documentation[$"T:{type.FullName}"] };
        JsonTypeInfo info = Info(type);
        if (info.PolymorphismOptions is { } forms)
        {
            schema["anyOf"] = new JsonArray([.. forms.DerivedTypes.Select(form => (JsonNode)Reference(form.DerivedType))]);
            return schema;
        }

        schema["type"] = "object";
        schema["properties"] = new JsonObject(
            info.Properties.Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Property(property))));
        schema["required"] = new JsonArray([.. info.Properties.Select(property => (JsonNode)property.Name)]);
        return schema;
    }

    private JsonObject Property(JsonPropertyInfo property)
    {
        var member = (MemberInfo)property.AttributeProvider!;
        JsonObject schema = new() { ["description"] = s_documentation[$"P:{member.DeclaringType!.FullName}.{member.Name}"] };
        JsonObject type =
            property.Name == "schema" ? new JsonObject { ["const"] = 1 } : Value(property.PropertyType, property.IsGetNullable);
        foreach ((string name, JsonNode? node) in type.ToArray())
            schema[name] = node?.DeepClone();
        if (member.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            schema["enum"] = new JsonArray([.. allowed.Values.Select(value => (JsonNode)(string)value!)]);
        return schema;
    }

    private JsonObject Value(Type type, bool nullable)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Value(value, nullable: true);
        if (Name(type) is { } name)
            return new JsonObject { ["type"] = nullable || type == typeof(double) ? new JsonArray(name, "null") : name };
        if (Item(type, typeof(IReadOnlyDictionary<,>)) is { } entry)
            return Typed("object", nullable, "additionalProperties", Value(entry, nullable: false));
        if (Item(type, typeof(IReadOnlyList<>)) is { } item)
            return Typed("array", nullable, "items", Value(item, nullable: false));
        return nullable
            ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type), new JsonObject { ["type"] = "null" }) }
            : Reference(type);
    }

    private static JsonObject Typed(string type, bool nullable, string keyword, JsonObject value) =>
        new() { ["type"] = nullable ? new JsonArray(type, "null") : type, [keyword] = value };

    private JsonObject Reference(Type type)
    {
        if (_definitions.TryAdd(type.Name, new JsonObject()))
            _definitions[type.Name] = Record(type);
        return new JsonObject { ["$ref"] = $"#/$defs/{type.Name}" };
    }

    private static Type? Item(Type type, Type collection) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == collection ? type.GetGenericArguments()[^1] : null;

    private static string? Name(Type type) =>
        type == typeof(string) || type == typeof(DateTimeOffset) ? "string"
        : type == typeof(bool) ? "boolean"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : type == typeof(double) || type == typeof(float) ? "number"
        : null;

    private static JsonTypeInfo Info(Type type) =>
        ResultsJson.Line.GetTypeInfo(type) ?? throw new NotSupportedException($"{type} is not in ResultsContext.");

    // References to other properties become their last part; line breaks become spaces.
    private static string Flatten(XElement? summary)
    {
        if (summary is null)
            return "";
        foreach (XElement see in summary.Descendants("see").ToArray())
            see.ReplaceWith((see.Attribute("cref")?.Value ?? see.Attribute("langword")!.Value).Split('.', ':')[^1]);
        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
