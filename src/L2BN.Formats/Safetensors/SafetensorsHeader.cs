using System.Text.Json;
using System.Text.Unicode;

namespace L2BN.Formats.Safetensors;

/// <summary>
/// Parses and checks the header of a safetensors file, stricter than the format's reference implementation: duplicate names, fields it does
/// not know, padding before the brace and sizes beyond 2^63 are refused.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit on the length of a header.</summary>
    public const long MaxBytes = 100_000_000;

    private const string Metadata = "__metadata__";
    private readonly string _file;
    private readonly List<TensorEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafetensorsHeader(string file) => _file = file;

    public IReadOnlyList<TensorEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Texts => _metadata;

    /// <summary>Parses <paramref name="json"/>, the header of a file whose tensors take <paramref name="bufferLength"/> bytes.</summary>
    /// <exception cref="FileFormatException">The header violates the format.</exception>
    public static SafetensorsHeader Parse(string file, ReadOnlyMemory<byte> json, long bufferLength)
    {
        var header = new SafetensorsHeader(file);
        if (json.Length == 0 || json.Span[0] != (byte)'{')
            throw header.Refuse("expected a header that begins with '{', got another");
        if (!Utf8.IsValid(json.Span))
            throw header.Refuse("expected a header in UTF-8, got other bytes");
        header.Read(json);
        header.CheckOffsets(bufferLength);
        return header;
    }

    private void Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
                Add(property);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FileFormatException(_file, 8, $"expected a header of JSON: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}", e);
        }
    }

    private void Add(JsonProperty property)
    {
        if (property.Value.ValueKind != JsonValueKind.Object)
            throw Refuse($"expected an object for '{property.Name}', got {property.Value.ValueKind}");
        if (property.Name == Metadata)
            AddTexts(property.Value);
        else
            AddEntry(property.Name, property.Value);
    }

    private void AddTexts(JsonElement texts)
    {
        foreach (JsonProperty text in texts.EnumerateObject())
        {
            if (text.Value.ValueKind != JsonValueKind.String)
                throw Refuse($"expected text for '{text.Name}' of the metadata, got {text.Value.ValueKind}");
            _metadata.Add(text.Name, text.Value.GetString()!);
        }
    }

    private void AddEntry(string name, JsonElement value)
    {
        if (value.EnumerateObject().Count() != 3)
            throw Refuse($"expected dtype, shape and data_offsets for '{name}' , got other fields");
        TensorType type = Type(name, Field(name, value, "dtype", JsonValueKind.String));
        long[] shape = Sizes(name, Field(name, value, "shape", JsonValueKind.Array));
        long[] offsets = Sizes(name, Field(name, value, "data_offsets", JsonValueKind.Array));
        if (offsets.Length != 2 || offsets[0] > offsets[1])
            throw Refuse($"expected two ascending data_offsets for '{name}', got others");
        long? bytes = ByteCount(shape, type);
        if (bytes != offsets[1] - offsets[0])
            throw Refuse(
                $"expected data_offsets of {(bytes is { } count ? $"{count}" : "fewer than 2^63")} bytes for the shape "
                    + $"of '{name}', got {offsets[1] - offsets[0]}");
        _entries.Add(new TensorEntry(name, type, shape, offsets[0], offsets[1]));
    }

    private JsonElement Field(string name, JsonElement value, string field, JsonValueKind kind) =>
        value.TryGetProperty(field, out JsonElement found) && found.ValueKind == kind
            ? found
            : throw Refuse($"expected '{name}' to have {field}, got none");

    private TensorType Type(string name, JsonElement dtype)
    {
        string text = dtype.GetString()!;
        return TensorTypes.Find(text) ?? throw Refuse($"expected a known dtype for '{name}', got '{text}'");
    }

    private long[] Sizes(string name, JsonElement array)
    {
        long[] sizes = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement size in array.EnumerateArray())
        {
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt64(out sizes[i]) || sizes[i] < 0)
                throw Refuse($"expected a size in '{name}', got '{size}'");
            i++;
        }

        return sizes;
    }

    // As the reference does, every partial product must fit, even one that a zero would cancel.
    private static long? ByteCount(long[] shape, TensorType type)
    {
        Int128 bytes = type.ByteCount();
        foreach (long size in shape)
        {
            bytes *= size;
            if (bytes > long.MaxValue)
                return null;
        }

        return (long)bytes;
    }

    private void CheckOffsets(long bufferLength)
    {
        long end = 0;
        foreach (TensorEntry entry in _entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
                throw Refuse(
                    $"expected '{entry.Name}' to begin at {end} of the tensor bytes, the end of the tensor before, got {entry.Begin}");
            end = entry.End;
        }

        if (end != bufferLength)
            throw Refuse($"expected {end} bytes of tensors, got {bufferLength}");
    }

    private FileFormatException Refuse(string problem) => new(_file, 8, problem);
}
