using L2BN.Data.Files;

namespace L2BN.Data.Audio.Decoding;

/// <summary>One format of sound files.</summary>
internal interface IAudioDecoder
{
    /// <summary>Name of the format, for messages.</summary>
    string Name { get; }

    /// <summary>Whether a file that starts with these bytes (the first <see cref="FileKind.StartLength"/>, or all) is of this
    /// format.</summary>
    bool Recognizes(ReadOnlySpan<byte> start);

    /// <summary>Reads the header. The reader owns the stream, which is also disposed where the header is refused.</summary>
    /// <param name="stream">Seekable, at any position; the file begins at byte 0.</param>
    /// <param name="name">The file's name for messages.</param>
    /// <param name="tolerance">What is done where the file breaks a rule of the format.</param>
    /// <exception cref="DataException">The file is damaged or uses a part of the format that is not read.</exception>
    IAudioReader Open(Stream stream, string name, AudioTolerance tolerance);
}

/// <summary>An open sound file, whose samples are decoded on demand. Not thread-safe.</summary>
public interface IAudioReader : IDisposable
{
    /// <summary>Number of channels, at least 1.</summary>
    int Channels { get; }

    /// <summary>Samples per second of each channel, in hertz, at least 1.</summary>
    int SampleRate { get; }

    /// <summary>Samples per channel, at least 1.</summary>
    long Length { get; }

    /// <summary>Broken rules that were tolerated so far, a sentence each with the file, the byte and the repair; empty for a file without
    /// faults.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>Decodes samples from any position of the file.</summary>
    /// <param name="start">First sample (per channel), from 0; at or beyond the end, nothing is read.</param>
    /// <param name="destination">Space for samples × channels values, interleaved (all channels of a sample, then the next sample), full
    /// scale [−1, 1).</param>
    /// <returns>Samples per channel that were read: fewer than there is space for only at the end of the file.</returns>
    /// <exception cref="ArgumentException"><paramref name="start"/> is negative, or the length of <paramref name="destination"/> is not a
    /// multiple of the number of channels.</exception>
    /// <exception cref="DataException">The file cannot be read, or contains samples that are not finite.</exception>
    int Read(long start, Span<float> destination);
}

/// <summary>What is done where a sound file breaks a rule of its format.</summary>
public enum AudioTolerance
{
    /// <summary>A broken rule is repaired with a warning where no sample is in doubt (unknown sizes of a stream, a missing pad byte, a
    /// wrong count beside the samples); anything else is refused. The default.</summary>
    Standard,

    /// <summary>Every broken rule is refused.</summary>
    Strict,

    /// <summary>Damaged files are read as far as they go: a file that was cut short ends earlier, samples that are not finite become 0;
    /// each repair is a warning. The format of the samples must be valid all the same.</summary>
    Lenient,
}
