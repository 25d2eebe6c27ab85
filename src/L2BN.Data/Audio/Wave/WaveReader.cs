using L2BN.Data.Audio.Decoding;
using L2BN.Data.Files;

namespace L2BN.Data.Audio.Wave;

/// <summary>
/// Reads WAV files: PCM with 8, 16, 24 or 32 bits, IEEE float with 32 or 64, G.711 µ-law and A-law, plain or extensible, RIFF or 64-bit
/// (RF64, BW64), 1 to 256 channels. Samples are decoded on demand. Not thread-safe.
/// </summary>
public sealed class WaveReader : IAudioReader
{
    private const int BufferBytes = 1 << 16;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly WaveIssues _issues;
    private readonly WaveHeader _header;
    private byte[]? _buffer;

    /// <summary>Reads the header of <paramref name="stream"/>, which is disposed with the reader, and also if the header is
    /// refused.</summary>
    /// <param name="stream">Seekable, at any position; the file begins at byte 0.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="tolerance">What is done where the file breaks a rule. Default: <see cref="AudioTolerance.Standard"/>.</param>
    /// <exception cref="DataException">Not a WAV file, or one that is not read.</exception>
    public WaveReader(Stream stream, string name, AudioTolerance tolerance = AudioTolerance.Standard)
    {
        (_stream, _name, _issues) = (stream, name, new WaveIssues(name, tolerance));
        try
        {
            _header = ReadHeader();
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Format of the samples.</summary>
    public WaveFormat Format => _header.Format;

    /// <inheritdoc/>
    public int Channels => Format.Channels;

    /// <inheritdoc/>
    public int SampleRate => Format.SampleRate;

    /// <inheritdoc/>
    public long Length => _header.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Warnings => _issues.Warnings;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="DataException">No such file, not a WAV file, or one that is not read.</exception>
    public static WaveReader Open(string path, AudioTolerance tolerance = AudioTolerance.Standard) =>
        new(RegularFile.OpenRead(path), path, tolerance);

    /// <inheritdoc/>
    public int Read(long start, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (destination.Length % Channels != 0)
            throw new ArgumentException($"Expected space for a multiple of {Channels} channels, got {destination.Length} values.",
                nameof(destination));
        int count = (int)Math.Min(destination.Length / Channels, Math.Max(0, Length - start));
        try
        {
            ReadBlocks(start, destination[..(count * Channels)]);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(_name, e);
        }
        return count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private WaveHeader ReadHeader()
    {
        try
        {
            WaveHeader header = new WaveHeaderReader(_stream, _issues).Read();
            return header.Format.Alignment == SampleAlignment.Unknown ? header with { Format = Aligned(header) } : header;
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(_name, e);
        }
    }

    /// <summary>Finds out from the samples which of their four bytes hold the 24 bits.</summary>
    private WaveFormat Aligned(WaveHeader header)
    {
        (bool high, bool low) = (true, true);
        byte[] buffer = new byte[BufferBytes];
        _stream.Position = header.DataOffset;
        for (long left = header.DataBytes; left > 0 && (high || low); left -= buffer.Length)
        {
            Span<byte> bytes = buffer.AsSpan(0, (int)Math.Min(buffer.Length, left));
            _stream.ReadExactly(bytes);
            (bool highHere, bool lowHere) = SampleDecoder.Alignments(bytes);
            (high, low) = (high && highHere, low && lowHere);
        }
        if (!high && !low)
            throw _issues.Refuse("expected samples of 24 bits in 32, got more bits", header.DataOffset,
                "Some programs write floating point under this header: convert the file, for example by 'sox IN OUT.wav'.");
        return header.Format with { Alignment = high ? SampleAlignment.High : SampleAlignment.Low };
    }

    private void ReadBlocks(long start, Span<float> destination)
    {
        _buffer ??= new byte[BufferBytes - BufferBytes % Format.BlockAlign];
        int most = _buffer.Length / Format.BlockAlign * Channels;
        long position = _header.DataOffset + start * Format.BlockAlign;
        for (int done = 0; done < destination.Length; done += most)
        {
            Span<float> values = destination.Slice(done, Math.Min(most, destination.Length - done));
            Span<byte> bytes = _buffer.AsSpan(0, values.Length * Format.BitsPerSample / 8);
            if (_stream.Position != position)
                _stream.Position = position;
            _stream.ReadExactly(bytes);
            SampleDecoder.Decode(bytes, Format, values);
            if (Format.Encoding == WaveEncoding.IeeeFloat)
                CheckFinite(values, position);
            position += bytes.Length;
        }
    }

    private void CheckFinite(Span<float> values, long position)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]))
                continue;
            _issues.Doubtful($"expected finite samples, got {values[i]}", position + (long)i * Format.BitsPerSample / 8, "it is read as 0");
            values[i] = 0;
        }
    }
}

/// <summary>WAV as one of the formats that <see cref="AudioFile"/> opens.</summary>
internal sealed class WaveDecoder : IAudioDecoder
{
    public string Name => "WAV";

    public bool Recognizes(ReadOnlySpan<byte> start) => start.Length >= 12 && start[8..12].SequenceEqual("WAVE"u8)
        && (start.StartsWith("RIFF"u8) || start.StartsWith("RF64"u8) || start.StartsWith("BW64"u8));

    public IAudioReader Open(Stream stream, string name, AudioTolerance tolerance) => new WaveReader(stream, name, tolerance);
}
