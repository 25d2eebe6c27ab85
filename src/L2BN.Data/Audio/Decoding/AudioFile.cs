using L2BN.Data.Audio.Wave;
using L2BN.Data.Files;

namespace L2BN.Data.Audio.Decoding;

/// <summary>Opens sound files by content, whatever their names.</summary>
/// <remarks>A new format is an <see cref="IAudioDecoder"/> and an entry in <see cref="s_decoders"/>.</remarks>
public static class AudioFile
{
    private static readonly IAudioDecoder[] s_decoders = [new WaveDecoder()];

    /// <summary>The formats that are read, for messages.</summary>
    internal static string FormatNames { get; } = string.Join(" or ", s_decoders.Select(decoder => decoder.Name));

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tolerance">What is done where the file breaks a rule of its format. Default:
    /// <see cref="AudioTolerance.Standard"/>.</param>
    /// <exception cref="DataException">No such file, no format that is read, or a file that breaks a rule that is not
    /// tolerated.</exception>
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

    /// <summary>Whether a file that starts with these bytes (the first <see cref="FileKind.StartLength"/>, or all) is of a format that is
    /// read.</summary>
    internal static bool Recognizes(ReadOnlySpan<byte> start) => Find(start) is not null;

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
        byte[] start = new byte[FileKind.StartLength];
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
            $"expected a {FormatNames} file, got {FileKind.Describe(start.AsSpan(0, length))}",
            $"Convert it to {FormatNames}, for example by 'sox IN OUT.wav'.", 0);
    }
}
