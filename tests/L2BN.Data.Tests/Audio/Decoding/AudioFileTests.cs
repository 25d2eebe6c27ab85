using L2BN.Data.Audio.Decoding;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Decoding;

public class AudioFileTests
{
    [Theory, InlineData("a.wav"), InlineData("a.mp3"), InlineData("a")]
    public void Content_decides_whatever_the_name(string name)
    {
        using var folder = new TempFolder();
        string path = folder.Write(name, WaveBuilder.Pcm(2, 8000, 16, 16384, -16384));
        using IAudioReader reader = AudioFile.Open(path);
        float[] samples = new float[2];
        Assert.Equal((2, 8000, 1, 1), (reader.Channels, reader.SampleRate, reader.Length, reader.Read(0, samples)));
        Assert.Equal([0.5f, -0.5f], samples);
        Assert.True(AudioFile.Recognizes(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData("fLaC\0\0\0\x22", "a FLAC file")]
    [InlineData("OggS\0\x02", "an Ogg file")]
    [InlineData("ID3\x03\0\0\0\0\0\0", "an MP3 file")]
    [InlineData("ÿû\x90\0", "an MP3 file")]
    [InlineData("\0\0\0\u0020ftypM4A \0\0\0\0", "an M4A file")]
    [InlineData("FORM\0\0\0\0AIFFCOMM", "an AIFF file")]
    [InlineData("FORM\0\0\0\0AIFCCOMM", "an AIFF file")]
    [InlineData(".snd\0\0\0\x18", "an AU file")]
    [InlineData("caff\0\x01\0\0", "a CAF file")]
    [InlineData("riff.\x91Ï\x11", "a Wave64 file")]
    [InlineData("RIFX\0\0\0\0WAVE", "an RIFX file")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ", "a WebP image")]
    [InlineData("hello, this is text", "a text file")]
    public void Other_formats_are_named(string start, string kind)
    {
        using var folder = new TempFolder();
        byte[] content = System.Text.Encoding.Latin1.GetBytes(start);
        string message = Hostile.Refused(() => AudioFile.Open(folder.Write("a.wav", content)));
        Assert.Contains($"a.wav, byte 0: expected a WAV file, got {kind}", message, StringComparison.Ordinal);
        Assert.False(AudioFile.Recognizes(content));
    }

    [Fact]
    public void The_tolerance_reaches_the_format()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 8, 1, 2, 3).AsSpan()[..^1]);
        using (IAudioReader reader = AudioFile.Open(path))
            Assert.Contains("pad byte", Assert.Single(reader.Warnings.Skip(1)), StringComparison.Ordinal);
        Assert.Contains(
            "byte 4: expected a file of",
            Hostile.Refused(() => AudioFile.Open(path, AudioTolerance.Strict)),
            StringComparison.Ordinal);
    }
}
