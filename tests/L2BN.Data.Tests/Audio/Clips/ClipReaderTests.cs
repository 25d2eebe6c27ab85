using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Resampling;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Clips;

public class ClipReaderTests
{
    private static readonly LogMelOptions s_options =
        LogMelOptions.Tau2020 with
        {
            SampleRate = 8000,
            ClipSamples = 10,
            Deltas = false,
            Stft = new StftOptions { NFft = 8, HopLength = 4 }
        };

    [Fact]
    public void Longer_files_are_cut_and_shorter_ones_filled_up()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 16, [.. Enumerable.Range(1, 6).Select(i => i * 1024)]));
        float[] samples = [1 / 32f, 2 / 32f, 3 / 32f, 4 / 32f, 5 / 32f, 6 / 32f];
        Assert.Equal(samples[..4], new ClipReader(s_options with { ClipSamples = 4 }).Read(path));
        Assert.Equal([.. samples, 0, 0, 0, 0], new ClipReader(s_options).Read(path));
        Assert.Equal([.. samples, .. samples[..4]], new ClipReader(s_options with { ShortClip = ShortClip.Repeat }).Read(path));
    }

    [Fact]
    public void A_clip_may_begin_anywhere()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(1, 8000, 16, [.. Enumerable.Range(0, 20).Select(i => i * 1024)]));
        Assert.Equal(Enumerable.Range(7, 10).Select(i => i / 32f), new ClipReader(s_options).Read(path, start: 7));
        Assert.Equal([19 / 32f, 0], new ClipReader(s_options).Read(path, start: 19)[..2]);
        Assert.Contains("expected more than 20 samples", Hostile.Refused(() => new ClipReader(s_options).Read(path, start: 20)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_are_mixed_or_stay_separate()
    {
        using var folder = new TempFolder();
        int[] interleaved = [.. Enumerable.Range(0, 40_000).SelectMany(i => new[] { i % 100 * 64, -(i % 50) * 64 })];
        string path = folder.Write("a.wav", WaveBuilder.Pcm(2, 8000, 16, interleaved));
        LogMelOptions options = s_options with { ClipSamples = 40_000 };
        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => (i % 100 - i % 50) / 1024f), new ClipReader(options).Read(path));
        IEnumerable<float> left = Enumerable.Range(0, 40_000).Select(i => i % 100 / 512f);
        Assert.Equal(left.Concat(Enumerable.Range(0, 40_000).Select(i => -(i % 50) / 512f)),
            new ClipReader(options with { AudioChannels = 2 }).Read(path));
        Assert.Contains("expected 3 channels", Hostile.Refused(() => new ClipReader(options with { AudioChannels = 3 }).Read(path)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_rates_are_resampled_and_only_as_far_as_needed()
    {
        using var folder = new TempFolder();
        float[] tone = Signals.Sine(48_000, 440.0 / 16_000, 0.5);
        string path = folder.Write("a.wav", WaveBuilder.Float32(1, 16_000, tone));
        float[] clip = new ClipReader(s_options with { ClipSamples = 4000 }).Read(path);
        Assert.Equal(new Resampler(16_000, 8000).Apply(tone)[..4000], clip);
        Assert.Equal(24_000, Array.FindLastIndex(new ClipReader(s_options with { ClipSamples = 30_000 }).Read(path),
            value => value != 0) + 1);
    }

    [Fact]
    public void Many_channels_at_a_high_rate_take_no_more_memory_than_the_file()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Pcm(256, 768_000, 8, new int[256 * 20_000]));
        Assert.Null(Hostile.Refusal(() => new ClipReader(s_options with { ClipSamples = 441_000 }).Read(path), memory: 48 << 20));
    }
}
