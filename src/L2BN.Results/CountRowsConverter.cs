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
        writer.WriteStartArray();
        foreach (IReadOnlyList<int> row in value)
            writer.WriteRawValue(Encoding.ASCII.GetBytes($"[{string.Join(',', row)}]"), skipInputValidation: true);
        writer.WriteEndArray();
    }

    private static void RequireArray(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"Expected an array of arrays of counts, got {reader.TokenType}.");
    }
}
