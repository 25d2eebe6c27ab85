using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace L2BN.Results;

/// <summary>
/// Writes a matrix of counts with each row on one line, also in indented JSON: a number per line would make the file of 1,000 classes five
/// times as large.
/// </summary>
public sealed class CountRowsConverter : JsonConverter<IReadOnlyList<IReadOnlyList<int>>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyList<int>> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<int[]> rows = [];
        List<int> row = [];
        RequireArray(reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RequireArray(reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                row.Add(reader.GetInt32());
            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<IReadOnlyList<int>> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        // Utf8JsonWriter puts no line breaks before raw values.
        string newLine = writer.Options.Indented ? "\n" + new string(' ', writer.Options.IndentSize * writer.CurrentDepth) : "";
        string indent = writer.Options.Indented ? new string(' ', writer.Options.IndentSize) : "";
        var text = new StringBuilder("[");
        foreach (IReadOnlyList<int> row in value)
            text.Append(text.Length > 1 ? "," : "").Append(newLine).Append(indent).Append('[').AppendJoin(',', row).Append(']');
        writer.WriteRawValue(text.Append(value.Count > 0 ? newLine : "").Append(']').ToString(), skipInputValidation: true);
    }

    private static void RequireArray(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"Expected an array of arrays of counts, got {reader.TokenType}.");
    }
}
