using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace L2BN.Formats.Safetensors;

/// <summary>Writes safetensors files, atomically. Equal content gives equal bytes.</summary>
public static class SafetensorsWriter
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes tensors in the order given.</summary>
    /// <param name="path">The file; one that exists is replaced, and is unchanged where writing fails.</param>
    /// <param name="tensors">The tensors; names must differ and not be <c>__metadata__</c>.</param>
    /// <param name="metadata">Texts for <c>__metadata__</c>; null for none.</param>
    /// <param name="checksum">Adds a checksum of the whole file to the metadata, see <see cref="SafetensorsChecksum"/>.</param>
    /// <exception cref="ArgumentException">A name that is used twice or reserved, an unknown type, data of another length than its shape, a
    /// text with an unpaired surrogate (which UTF-8 cannot encode), or a header beyond the format's 100,000,000 bytes.</exception>
    /// <exception cref="IOException">The disk is full or refuses.</exception>
    public static void Write(
        string path,
        IReadOnlyList<TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        bool checksum = false)
    {
        Check(tensors);
        CheckTexts(tensors.Select(tensor => tensor.Name).Concat(metadata?.SelectMany(pair => new[] { pair.Key, pair.Value }) ?? []));
        // Large elements first: with a padded header every tensor then starts at a multiple of its element's size.
        TensorData[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Type.ByteCount())];
        byte[] start = Start(ordered, metadata, checksum);
        if (checksum)
            SafetensorsChecksum.Fill(start, ordered);
        AtomicFile.Write(path, start.Length + ordered.Sum(tensor => (long)tensor.Data.Length), stream =>
        {
            stream.Write(start);
            foreach (TensorData tensor in ordered)
                stream.Write(tensor.Data.Span);
        });
    }

    private static void Check(IReadOnlyList<TensorData> tensors)
    {
        HashSet<string> names = ["__metadata__"];
        foreach (TensorData tensor in tensors)
        {
            if (!Enum.IsDefined(tensor.Type))
                throw new ArgumentException($"Expected a known type for '{tensor.Name}', got {tensor.Type}.", nameof(tensors));
            if (!names.Add(tensor.Name))
                throw new ArgumentException(
                    $"Expected each tensor name once and not '__metadata__', got '{tensor.Name}'.",
                    nameof(tensors));
            long bytes = tensor.Shape.Aggregate((long)tensor.Type.ByteCount(), (product, size) => checked(product * size));
            if (bytes != tensor.Data.Length || tensor.Shape.Any(size => size < 0))
                throw new ArgumentException($"Expected {bytes} bytes for '{tensor.Name}', got {tensor.Data.Length}.", nameof(tensors));
        }
    }

    private static void CheckTexts(IEnumerable<string> texts)
    {
        foreach (string text in texts)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (char.IsSurrogatePair(text, i))
                    i++;
                else if (char.IsSurrogate(text[i]))
                    throw new ArgumentException(
                        $"Expected names and metadata in Unicode, got an unpaired surrogate U+{(int)text[i]:X4} at "
                            + $"position {i} of a text of {text.Length} characters.");
            }
        }
    }

    private static byte[] Start(TensorData[] tensors, IReadOnlyDictionary<string, string>? metadata, bool checksum)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[8]);
        using (var json = new Utf8JsonWriter(stream, s_json))
            WriteHeader(json, tensors, metadata, checksum);
        while (stream.Length % 8 != 0)
            stream.WriteByte((byte)' ');
        if (stream.Length - 8 > SafetensorsHeader.MaxBytes)
            throw new ArgumentException(
                $"Expected a header of at most {SafetensorsHeader.MaxBytes} bytes, got {stream.Length - 8}; write "
                    + "fewer tensors or less metadata.");
        byte[] bytes = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        return bytes;
    }

    private static void WriteHeader(Utf8JsonWriter json, TensorData[] tensors, IReadOnlyDictionary<string, string>? metadata, bool checksum)
    {
        json.WriteStartObject();
        if (checksum || metadata is { Count: > 0 })
            WriteTexts(json, metadata, checksum);
        long begin = 0;
        foreach (TensorData tensor in tensors)
        {
            WriteEntry(json, tensor, begin);
            begin += tensor.Data.Length;
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata, bool checksum)
    {
        json.WriteStartObject("__metadata__"u8);
        if (checksum)
            json.WriteString(SafetensorsChecksum.Key, SafetensorsChecksum.Blank);
        foreach ((string key, string text) in metadata ?? new Dictionary<string, string>())
        {
            if (checksum && key == SafetensorsChecksum.Key)
                throw new ArgumentException($"Expected metadata without '{key}', which contains the checksum.", nameof(metadata));
            json.WriteString(key, text);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorData tensor, long begin)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype"u8, tensor.Type.ToString());
        json.WriteStartArray("shape"u8);
        foreach (long size in tensor.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(begin);
        json.WriteNumberValue(begin + tensor.Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
