using System.Text.Json;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Wave;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Wave;

/// <summary>Files that sox and ffmpeg wrote, and their samples as libsndfile and sox decode them
/// (tests/Golden/audio/wave_golden.py).</summary>
public class ForeignWaveTests
{
    private static readonly Lazy<JsonDocument> s_files =
        new(() => JsonDocument.Parse(File.ReadAllText(AudioGolden.PathOf("wave-files.json"))));

    public static TheoryData<string> Files => [.. Rows().Select(row => row.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_to_the_same_samples(string file)
    {
        JsonElement row = Rows().Single(row => row.GetProperty("file").GetString() == file);
        bool streamed = file.StartsWith("streamed", StringComparison.Ordinal);
        string path = AudioGolden.PathOf("wave/" + file);
        if (streamed)
            Assert.Contains(
                "as the RIFF header says",
                Hostile.Refused(() => WaveReader.Open(path, AudioTolerance.Strict)),
                StringComparison.Ordinal);
        using var reader = WaveReader.Open(path, streamed ? AudioTolerance.Standard : AudioTolerance.Strict);
        var format = new WaveFormat(row.Kind<WaveEncoding>("encoding"), row.Int("channels"), row.Int("rate"), row.Int("bits"),
            row.Int("bits"));
        Assert.Equal(format, reader.Format);
        Assert.Equal(row.Numbers("samples").Select(value => (float)value), Waves.Samples(reader));
        Assert.Equal(streamed, reader.Warnings.Count > 0);
    }

    [Fact]
    public void Every_format_is_there_from_both_tools() =>
        Assert.Equal(26, Rows()
        .Select(row => row.GetProperty("file").GetString()).Count(name => !name!.StartsWith("streamed", StringComparison.Ordinal)));

    private static JsonElement.ArrayEnumerator Rows() => s_files.Value.RootElement.GetProperty("files").EnumerateArray();
}
