using System.Buffers.Binary;
using System.Text;

namespace L2BN.Data.Audio;

/// <summary>Walks the chunks of a RIFF WAVE file (Multimedia Programming Interface and Data Specifications 1.0, 1991) without reading the
/// samples.</summary>
internal sealed class WaveHeaderReader(Stream stream, WaveRules rules)
{
    /// <summary>No honest file comes near; keeps the time bounded for one that is made of empty chunks.</summary>
    private const int MostChunks = 10_000;

    private const int RiffHeader = 12, ChunkHeader = 8;
    private WaveFormat? _format;
    private (long Offset, long Bytes)? _data;
    private (uint Samples, long Offset)? _fact;

    internal WaveHeader Read()
    {
        long end = ReadRiffHeader();
        int chunks = 0;
        for (long position = RiffHeader; position < end; chunks++)
        {
            if (chunks == MostChunks) throw rules.Refused($"expected at most {MostChunks} chunks, there are more", position);
            position = ReadChunk(position, end);
        }
        return Finish(end);
    }

    private long ReadRiffHeader()
    {
        if (stream.Length < RiffHeader)
            throw rules.Refused($"expected the {RiffHeader} bytes of a RIFF header, the file has {stream.Length}", 0);
        Span<byte> header = stackalloc byte[RiffHeader];
        ReadAt(0, header);
        CheckMagic(header[..4]);
        if (!header[8..12].SequenceEqual("WAVE"u8))
            throw rules.Refused($"expected a file of type WAVE, came '{Printable(header[8..12])}'", 8);
        long end = ChunkHeader + (long)BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (end != stream.Length)
            rules.Forgive($"the RIFF header promises {end} bytes, the file has {stream.Length}", 4, "the length of the file is used");
        return stream.Length;
    }

    private void CheckMagic(ReadOnlySpan<byte> magic)
    {
        if (magic.SequenceEqual("RIFF"u8)) return;
        string name = Printable(magic);
        string problem = name switch
        {
            "RF64" or "BW64" => $"{name} files (64-bit WAV) are not read",
            "RIFX" or "FFIR" => $"{name} files (big-endian WAV) are not read",
            _ => $"expected a WAV file, which begins with RIFF, came '{name}'",
        };
        throw rules.Refused(problem, 0, "Convert it to WAV, for example with: sox IN OUT.wav");
    }

    /// <summary>Reads one chunk and returns where the next one begins.</summary>
    private long ReadChunk(long position, long end)
    {
        if (end - position < ChunkHeader)
        {
            rules.Forgive($"expected a chunk header of {ChunkHeader} bytes, {end - position} are left", position, "they are ignored");
            return end;
        }
        Span<byte> header = stackalloc byte[ChunkHeader];
        ReadAt(position, header);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), payload = position + ChunkHeader;
        size = FitIntoFile(header[..4], size, payload, end);
        TakeChunk(header[..4], payload, size);
        if (size % 2 == 0) return payload + size;
        if (payload + size == end) rules.Forgive("a chunk of odd size lacks its pad byte at the end of the file", end, "nothing is lost");
        return payload + size + 1;
    }

    private long FitIntoFile(ReadOnlySpan<byte> id, long size, long payload, long end)
    {
        bool unfinished = size == 0 && rules.Lenient && id.SequenceEqual("data"u8) && payload < end;
        if (size <= end - payload && !unfinished) return size;
        rules.Forgive($"chunk '{Printable(id)}' promises {size} bytes, {end - payload} are left", payload - 4, "what is left is used");
        return end - payload;
    }

    private void TakeChunk(ReadOnlySpan<byte> id, long payload, long size)
    {
        if (id.SequenceEqual("fmt "u8)) TakeFormat(payload, size);
        else if (id.SequenceEqual("data"u8)) TakeData(payload, size);
        else if (id.SequenceEqual("fact"u8) && size >= 4) TakeFact(payload);
    }

    private void TakeFormat(long payload, long size)
    {
        if (_format is not null)
        {
            rules.Forgive("there are two 'fmt ' chunks", payload, "the first is used");
            return;
        }
        byte[] content = new byte[Math.Min(size, WaveFormatChunk.LongestRead)];
        ReadAt(payload, content);
        _format = new WaveFormatChunk(content, size, payload, rules).Parse();
    }

    private void TakeData(long payload, long size)
    {
        if (_format is null) throw rules.Refused("expected a 'fmt ' chunk before the samples, there is none", payload);
        if (_data is not null) rules.Forgive("there are two 'data' chunks", payload, "the first is used");
        else _data = (payload, size);
    }

    private void TakeFact(long payload)
    {
        Span<byte> count = stackalloc byte[4];
        ReadAt(payload, count);
        _fact = (BinaryPrimitives.ReadUInt32LittleEndian(count), payload);
    }

    private WaveHeader Finish(long end)
    {
        if (_format is null) throw rules.Refused("expected a 'fmt ' chunk, there is none", end);
        if (_data is not { } data) throw rules.Refused("expected a 'data' chunk, there is none", end);
        long partial = data.Bytes % _format.BlockAlign;
        if (partial != 0)
            rules.Forgive($"expected blocks of {_format.BlockAlign} bytes, the last has {partial}", data.Offset + data.Bytes - partial,
                "it is dropped");
        var header = new WaveHeader(_format, data.Offset, data.Bytes - partial);
        if (header.Length == 0) throw rules.Refused("there are no samples", data.Offset);
        if (_fact is { } fact && fact.Samples != header.Length)
            rules.Forgive($"the 'fact' chunk says {fact.Samples} samples, the 'data' chunk has {header.Length}", fact.Offset,
                "the samples that are there are used");
        return header;
    }

    private void ReadAt(long position, Span<byte> destination)
    {
        if (stream.Position != position) stream.Position = position;
        stream.ReadExactly(destination);
    }

    private static string Printable(ReadOnlySpan<byte> id)
    {
        var text = new StringBuilder();
        foreach (byte b in id) text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:X2}");
        return text.ToString();
    }
}
