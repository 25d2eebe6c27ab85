using System.Buffers.Binary;
using System.Text;
using L2BN.Data.Audio.Decoding;

namespace L2BN.Data.Audio.Wave;

/// <summary>What the chunks of a WAV file say.</summary>
/// <param name="Format">Format of the samples.</param>
/// <param name="DataOffset">Byte where the first sample begins.</param>
/// <param name="DataBytes">Bytes of samples, a multiple of the block size.</param>
internal sealed record WaveHeader(WaveFormat Format, long DataOffset, long DataBytes)
{
    /// <summary>Samples per channel.</summary>
    internal long Length => DataBytes / Format.BlockAlign;
}

/// <summary>
/// Walks the chunks of a RIFF WAVE file (Multimedia Programming Interface and Data Specifications 1.0, 1991) or of its 64-bit form (RF64,
/// EBU Tech 3306; BW64, ITU-R BS.2088) without reading the samples.
/// </summary>
/// <remarks>The 'data' chunk decides which samples there are: sizes and counts beside it may be wrong without putting one in
/// doubt.</remarks>
internal sealed class WaveHeaderReader(Stream stream, WaveIssues issues)
{
    /// <summary>Far above real files; bounds the time for one that consists of empty chunks.</summary>
    private const int MostChunks = 10_000;

    private const int RiffHeader = 12, ChunkHeader = 8;

    private static readonly string[] s_knownIds = ["fmt ", "data", "fact", "LIST", "bext", "cue ", "JUNK", "junk", "PEAK", "id3 ", "ID3 "];

    private readonly long _end = stream.Length;
    private WaveFormat? _format;
    private byte[] _formatContent = [];
    private (long Offset, long Bytes)? _data;
    private (uint Samples, long Offset)? _fact;
    private Ds64Chunk? _ds64;

    internal WaveHeader Read()
    {
        (long position, long riffEnd) = ReadRiffHeader();
        for (int chunks = 0; position < _end && (_data is null || position < riffEnd); chunks++)
        {
            if (chunks == MostChunks)
                throw issues.Refuse($"expected at most {MostChunks} chunks, got more", position);
            position = ReadChunk(position);
        }
        CheckRest(position);
        return Finish();
    }

    /// <summary>Returns where the first chunk begins and where the last one should end.</summary>
    private (long First, long End) ReadRiffHeader()
    {
        if (_end < RiffHeader)
            throw issues.Refuse($"expected the {RiffHeader} bytes of a RIFF header, got a file of {_end}", 0);
        Span<byte> header = stackalloc byte[RiffHeader];
        ReadAt(0, header);
        string magic = Printable(header[..4]);
        if (magic is "RIFX" or "FFIR")
            throw issues.Refuse($"{magic} files (big-endian WAV) are not read", 0, "Convert it to WAV, for example by 'sox IN OUT.wav'.");
        if (magic is not ("RIFF" or "RF64" or "BW64"))
            throw issues.Refuse($"expected a WAV file, which begins with RIFF, got '{magic}'", 0,
                "Convert it to WAV, for example by 'sox IN OUT.wav'.");
        if (!header[8..12].SequenceEqual("WAVE"u8))
            throw issues.Refuse($"expected a file of type WAVE, got '{Printable(header[8..12])}'", 8);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), first = RiffHeader;
        if (magic is not "RIFF")
            size = ReadDs64(size, ref first);
        if (size != _end - ChunkHeader)
            issues.Harmless($"expected a file of {size} + {ChunkHeader} bytes, as the RIFF header says, got {_end}", 4,
                "the sizes of the chunks are used");
        return (first, Math.Min(size, _end) + ChunkHeader);
    }

    /// <summary>Reads the chunk with the sizes that do not fit into 32 bits, and returns the size of the file without its first
    /// header.</summary>
    private long ReadDs64(long size, ref long first)
    {
        Span<byte> header = stackalloc byte[ChunkHeader];
        long available = _end - RiffHeader - ChunkHeader;
        if (available >= 0)
            ReadAt(RiffHeader, header);
        if (available < 0 || !header[..4].SequenceEqual("ds64"u8))
            throw issues.Refuse("expected a 'ds64' chunk at the start of a 64-bit WAV file, got none", RiffHeader);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        if (length < Ds64Chunk.Smallest || length > available)
            throw issues.Refuse($"expected a 'ds64' chunk of {Ds64Chunk.Smallest} to {available} bytes, got {length}", RiffHeader + 4);
        byte[] content = new byte[Math.Min(length, Ds64Chunk.LongestRead)];
        ReadAt(RiffHeader + ChunkHeader, content);
        _ds64 = new Ds64Chunk(content);
        first = RiffHeader + ChunkHeader + length + length % 2;
        return size == uint.MaxValue ? _ds64.RiffSize : size;
    }

    /// <summary>Reads one chunk and returns where the next one begins.</summary>
    private long ReadChunk(long position)
    {
        if (_end - position < ChunkHeader)
        {
            issues.Harmless($"expected a chunk header of {ChunkHeader} bytes, got {_end - position}", position, "they are ignored");
            return _end;
        }
        Span<byte> header = stackalloc byte[ChunkHeader];
        ReadAt(position, header);
        string id = Printable(header[..4]);
        long payload = position + ChunkHeader;
        long size = SizeInFile(id, BinaryPrimitives.ReadUInt32LittleEndian(header[4..]), payload);
        TakeChunk(id, payload, size);
        return payload + size + (size % 2 == 1 ? Padding(payload + size) : 0);
    }

    /// <summary>The size of a chunk, corrected where the chunk does not fit into the file.</summary>
    private long SizeInFile(string id, uint claimed, long payload)
    {
        long size = claimed == uint.MaxValue && _ds64 is not null ? _ds64.SizeOf(id) ?? claimed : claimed, available = _end - payload;
        bool samples = id == "data" && _data is null;
        bool unfinished = samples && size == 0 && available > 0 && !IsChunk(payload);
        if (size <= available && !unfinished)
            return size;
        string problem = $"expected a chunk '{id}' of {size} bytes, as its header says, got {available}";
        bool harmless = samples ? unfinished || IsUnknownSize(size) : _data is not null;
        if (harmless)
            issues.Harmless(problem, payload - 4, samples ? "the samples go to the end of the file" : "the rest of the file is ignored");
        else
            issues.Doubtful(problem, payload - 4, "what is there is used");
        return available;
    }

    /// <summary>What programs write that do not know the length beforehand: ffmpeg all ones, arecord 2^31, sox 2^31 − 4096, the last two in
    /// whole blocks.</summary>
    private static bool IsUnknownSize(long size) => size is >= 0xFFFF_F000 and <= 0xFFFF_FFFF or >= 0x7FFF_E000 and <= 0x8000_0000;

    /// <summary>Whether a chunk that fits into the file begins here.</summary>
    private bool IsChunk(long position)
    {
        if (_end - position < ChunkHeader)
            return false;
        Span<byte> header = stackalloc byte[ChunkHeader];
        ReadAt(position, header);
        return !header[..4].ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)
            && BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) <= _end - position - ChunkHeader;
    }

    /// <summary>Bytes between the end of a chunk of odd size and the next chunk: 1, or 0 where a program forgot the pad byte.</summary>
    private int Padding(long end)
    {
        if (end == _end)
        {
            issues.Harmless("expected a pad byte after a chunk of odd size, got the end of the file", end, "nothing is missing");
            return 0;
        }
        Span<byte> next = stackalloc byte[(int)Math.Min(5, _end - end)];
        ReadAt(end, next);
        bool missing = next[0] != 0 && next.Length == 5 && s_knownIds.Contains(Encoding.Latin1.GetString(next[..4]))
            && !s_knownIds.Contains(Encoding.Latin1.GetString(next[1..]));
        if (!missing)
            return 1;
        issues.Harmless("expected a pad byte after a chunk of odd size, got the next chunk", end, "the next chunk is read");
        return 0;
    }

    private void TakeChunk(string id, long payload, long size)
    {
        switch (id)
        {
            case "fmt ":
                TakeFormat(payload, size);
                break;
            case "data":
                TakeData(payload, size);
                break;
            case "fact" when size >= 4:
                Span<byte> count = stackalloc byte[4];
                ReadAt(payload, count);
                _fact = (BinaryPrimitives.ReadUInt32LittleEndian(count), payload);
                break;
        }
    }

    private void TakeFormat(long payload, long size)
    {
        byte[] content = new byte[Math.Min(size, WaveFormatChunk.LongestRead)];
        ReadAt(payload, content);
        if (_format is null)
            (_format, _formatContent) = (new WaveFormatChunk(content, size, payload, issues).Parse(), content);
        else if (content.AsSpan().SequenceEqual(_formatContent))
            issues.Harmless("expected one 'fmt ' chunk, got the same one again", payload, "it is ignored");
        else
            issues.Doubtful("expected one 'fmt ' chunk, got two that differ", payload, "the first is used");
    }

    private void TakeData(long payload, long size)
    {
        if (_format is null)
            throw issues.Refuse("expected a 'fmt ' chunk before the samples, got none", payload);
        if (_data is null)
            _data = (payload, size);
        else
            issues.Doubtful("expected one 'data' chunk, got two", payload, "the first is used");
    }

    /// <summary>Tags and padding after the last chunk are common; a second file is not.</summary>
    private void CheckRest(long position)
    {
        if (_end - position < RiffHeader)
            return;
        Span<byte> rest = stackalloc byte[RiffHeader];
        ReadAt(position, rest);
        if (AudioFile.Recognizes(rest))
            issues.Doubtful("expected one file, got another one after it", position, "the first is used");
    }

    private WaveHeader Finish()
    {
        if (_format is null)
            throw issues.Refuse("expected a 'fmt ' chunk, got none", _end);
        if (_data is not { } data)
            throw issues.Refuse("expected a 'data' chunk, got none", _end);
        long partial = data.Bytes % _format.BlockAlign;
        if (partial != 0)
            issues.Doubtful($"expected blocks of {_format.BlockAlign} bytes, got {partial} bytes in the last one",
                data.Offset + data.Bytes - partial, "it is dropped");
        var header = new WaveHeader(_format, data.Offset, data.Bytes - partial);
        if (header.Length == 0)
            throw issues.Refuse("expected samples, got none", data.Offset);
        if (_fact is { } fact && fact.Samples != header.Length && !(_ds64 is not null && fact.Samples == uint.MaxValue))
            issues.Harmless(
                $"expected {header.Length} samples in the 'fact' chunk, as in the 'data' chunk, got {fact.Samples}",
                fact.Offset,
                "the 'data' chunk is used");
        return header;
    }

    private void ReadAt(long position, Span<byte> destination)
    {
        if (stream.Position != position)
            stream.Position = position;
        stream.ReadExactly(destination);
    }

    private static string Printable(ReadOnlySpan<byte> id)
    {
        var text = new StringBuilder();
        foreach (byte b in id)
            text.Append(b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:X2}");
        return text.ToString();
    }
}
