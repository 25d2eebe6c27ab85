namespace L2BN.Data.Audio;

/// <summary>Opens sound files by content, whatever their names.</summary>
/// <remarks>A new format is an <see cref="IAudioDecoder"/> and an entry in <see cref="s_decoders"/>.</remarks>
public static class AudioFile
{
    /// <summary>Bytes from the start of a file that decide its format.</summary>
    internal const int SniffedBytes = 64;

    private static readonly IAudioDecoder[] s_decoders = [new WaveDecoder()];

    /// <summary>The formats that are read, for messages.</summary>
    internal static string FormatNames { get; } = string.Join(" or ", s_decoders.Select(decoder => decoder.Name));

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tolerance">What is done where the file breaks a rule of its format. Default: <see cref="AudioTolerance.Standard"/>.</param>
    /// <exception cref="DataException">No such file, no format that is read, or a file that breaks a rule that is not tolerated.</exception>
    public static IAudioReader Open(string path, AudioTolerance tolerance = AudioTolerance.Standard)
    {
        FileStream stream = RegularFile.OpenRead(path);
        try
        {
            return Find(stream, path).Open(stream, path, tolerance);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file that starts with these bytes (the first <see cref="SniffedBytes"/>, or all) is of a format that is read.</summary>
    internal static bool Recognizes(ReadOnlySpan<byte> start) => Find(start) is not null;

    /// <summary>Names the kind of a file by its first bytes, for messages about files that are not read.</summary>
    internal static string Describe(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("RIFX"u8) || start.StartsWith("FFIR"u8) => "a RIFX file (big-endian WAV)",
        _ when start is [(byte)'r', (byte)'i', (byte)'f', (byte)'f', 0x2E, 0x91, 0xCF, 0x11, ..] => "a Wave64 file",
        _ when start.StartsWith("fLaC"u8) => "a FLAC file",
        _ when start.StartsWith("OggS"u8) => "an Ogg file (Vorbis, Opus)",
        _ when start.StartsWith("ID3"u8) || start is [0xFF, 0xFB or 0xFA or 0xF3 or 0xF2 or 0xE3 or 0xE2, ..] => "an MP3 file",
        _ when start is [0xFF, 0xF1 or 0xF9, ..] => "an AAC file",
        _ when start.Length >= 12 && start.StartsWith("FORM"u8) && start[8..].StartsWith("AIF"u8) => "an AIFF file",
        _ when start.StartsWith(".snd"u8) => "an AU file",
        _ when start.StartsWith("caff"u8) => "a CAF file",
        _ when start.StartsWith("wvpk"u8) => "a WavPack file",
        _ when start.StartsWith("MThd"u8) => "a MIDI file",
        _ when start.StartsWith("#!AMR"u8) => "an AMR file",
        _ when start is [0x30, 0x26, 0xB2, 0x75, ..] => "a Windows Media file",
        _ when start.Length >= 12 && start[4..].StartsWith("ftyp"u8) => "an MP4 file (M4A, AAC)",
        _ => FileKind.Describe(start),
    };

    private static IAudioDecoder? Find(ReadOnlySpan<byte> start)
    {
        foreach (IAudioDecoder decoder in s_decoders)
        {
            if (decoder.Recognizes(start))
                return decoder;
        }
        return null;
    }

    private static IAudioDecoder Find(FileStream stream, string path)
    {
        byte[] start = new byte[SniffedBytes];
        int length;
        try
        {
            length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (RegularFile.IsFileError(e))
        {
            throw RegularFile.Unreadable(path, e);
        }
        return Find(start.AsSpan(0, length)) ?? throw new DataException(path,
            $"expected a {FormatNames} file, got {Describe(start.AsSpan(0, length))}",
            $"Convert it to {FormatNames}, for example by 'sox IN OUT.wav'.", 0);
    }
}
