namespace L2BN.Data.Audio;

/// <summary>
/// Reads WAV files: PCM with 8, 16, 24 or 32 bits, IEEE float with 32 or 64, plain or extensible, 1 to 256 channels. Samples are read where
/// and when they are asked for. Not for two threads at once.
/// </summary>
public sealed class WaveReader : IDisposable
{
    private const int BufferBytes = 1 << 16;
    private readonly Stream _stream;
    private readonly string _name;
    private readonly WaveRules _rules;
    private readonly WaveHeader _header;
    private byte[]? _buffer;

    /// <summary>Reads the header of <paramref name="stream"/>, which is disposed with the reader, and also if the header is
    /// refused.</summary>
    /// <param name="stream">Seekable, at any position; the file begins at byte 0.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="options">Null for strict reading.</param>
    /// <exception cref="DataException">Not a WAV file, or one that is not read.</exception>
    public WaveReader(Stream stream, string name, WaveReadOptions? options = null)
    {
        (_stream, _name, _rules) = (stream, name, new WaveRules(name, options?.Lenient ?? false));
        try { _header = ReadHeader(); }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>How the samples are written.</summary>
    public WaveFormat Format => _header.Format;

    /// <summary>Samples per channel, at least 1.</summary>
    public long Length => _header.Length;

    /// <summary>Repairs made so far; always empty where reading is strict.</summary>
    public IReadOnlyList<string> Warnings => _rules.Warnings;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="DataException">No such file, not a WAV file, or one that is not read.</exception>
    public static WaveReader Open(string path, WaveReadOptions? options = null) => new(RegularFile.OpenRead(path), path, options);

    /// <summary>Reads samples from a place in the file.</summary>
    /// <param name="start">First sample (per channel), from 0; at or behind the end, nothing is read.</param>
    /// <param name="destination">Room for samples × channels values, which come channel by channel for each sample (interleaved), in [−1,
    /// 1) for integers.</param>
    /// <returns>Samples per channel that were read: fewer than there is room for only at the end of the file.</returns>
    /// <exception cref="ArgumentException"><paramref name="start"/> is negative, or the room is not a multiple of the number of
    /// channels.</exception>
    /// <exception cref="DataException">The file cannot be read, or holds samples that are not finite.</exception>
    public int Read(long start, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (destination.Length % Format.Channels != 0)
            throw new ArgumentException($"Expected room for a multiple of {Format.Channels} channels, came {destination.Length}.",
                nameof(destination));
        int count = (int)Math.Min(destination.Length / Format.Channels, Math.Max(0, Length - start));
        try { ReadBlocks(start, destination[..(count * Format.Channels)]); }
        catch (Exception e) when (RegularFile.IsFileError(e)) { throw RegularFile.Unreadable(_name, e); }
        return count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private WaveHeader ReadHeader()
    {
        try { return new WaveHeaderReader(_stream, _rules).Read(); }
        catch (Exception e) when (RegularFile.IsFileError(e)) { throw RegularFile.Unreadable(_name, e); }
    }

    private void ReadBlocks(long start, Span<float> destination)
    {
        _buffer ??= new byte[BufferBytes - BufferBytes % Format.BlockAlign];
        int most = _buffer.Length / Format.BlockAlign * Format.Channels;
        long position = _header.DataOffset + start * Format.BlockAlign;
        for (int done = 0; done < destination.Length; done += most)
        {
            var values = destination.Slice(done, Math.Min(most, destination.Length - done));
            var bytes = _buffer.AsSpan(0, values.Length * Format.BitsPerSample / 8);
            if (_stream.Position != position) _stream.Position = position;
            _stream.ReadExactly(bytes);
            SampleDecoder.Decode(bytes, Format, values);
            if (Format.Encoding == WaveEncoding.IeeeFloat) CheckFinite(values, position);
            position += bytes.Length;
        }
    }

    private void CheckFinite(Span<float> values, long position)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i])) continue;
            _rules.Forgive($"expected finite samples, came {values[i]}", position + (long)i * Format.BitsPerSample / 8, "it is read as 0");
            values[i] = 0;
        }
    }
}
