using System.Text.Json;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;

namespace L2BN.Data.Tests.Audio.Features;

public class LogMelTests
{
    [Fact]
    public void The_presets_have_the_published_shapes()
    {
        Assert.Equal(new SampleShape(3, 128, 423), LogMelOptions.Tau2020.Shape);
        Assert.Equal(new SampleShape(3, 128, 208), LogMelOptions.FiveSeconds44100.Shape);
        Assert.Equal(new SampleShape(3, 128, 208), LogMelOptions.FiveSeconds22050.Shape);
        Assert.Equal(new SampleShape(1, 128, 431), (LogMelOptions.Tau2020 with { Deltas = false }).Shape);
        Assert.Equal(new SampleShape(6, 128, 423), (LogMelOptions.Tau2020 with { AudioChannels = 2 }).Shape);
        Assert.Equal(LogMelOptions.FiveSeconds44100.SecondsPerFrame, LogMelOptions.FiveSeconds22050.SecondsPerFrame);
    }

    [Fact]
    public void No_preset_has_an_empty_band()
    {
        Assert.Equal(0, new LogMelSpectrogram(LogMelOptions.Tau2020).Bank.EmptyBands);
        Assert.Equal(0, new LogMelSpectrogram(LogMelOptions.FiveSeconds22050).Bank.EmptyBands);
    }

    [Fact]
    public void The_recipe_equals_numpys()
    {
        var presets = new Dictionary<int, LogMelOptions> { [44_100] = LogMelOptions.Tau2020, [22_050] = LogMelOptions.FiveSeconds22050 };
        foreach (JsonElement row in AudioGolden.Cases("recipes"))
        {
            LogMelOptions options = presets[row.Int("sr")];
            float[] clip = Signals.Scene(row.Int("samples"), 3);
            Near.All(row.Numbers("mel"),
                At(row.Ints("places"), Static(options with { Log = LogScale.None, Scaling = FeatureScaling.None }, clip)), Near.MelPower,
                1e-24);
            Near.All(row.Numbers("log"), At(row.Ints("places"), Static(options with { Scaling = FeatureScaling.None }, clip)), Near.LogMel,
                1e-6);
            Near.All(row.Numbers("scaled"), At(row.Ints("places"), Static(options, clip)), Near.LogMel, 1e-7);
            float[] planes = new float[options.Shape.Size];
            var spectrogram = new LogMelSpectrogram(options);
            spectrogram.AddDeltas(spectrogram.ComputeStatic(clip), planes);
            Near.All(row.Numbers("deltas"), At(row.Ints("delta_places"), planes), Near.LogMel, 1e-6);
        }
    }

    [Fact]
    public void Values_are_scaled_into_0_to_1_over_the_whole_clip()
    {
        float[] scaled = Static(LogMelOptions.FiveSeconds22050, Signals.Scene(110_250, 2));
        Assert.Equal((0f, 1f), (scaled.Min(), scaled.Max()));
    }

    [Fact]
    public void Silence_becomes_zeros() =>
        Assert.All(Static(LogMelOptions.FiveSeconds22050, new float[110_250]), value => Assert.Equal(0, value));

    [Fact]
    public void Channels_stay_apart_but_share_one_scale()
    {
        LogMelOptions options = LogMelOptions.FiveSeconds22050 with { AudioChannels = 2, Scaling = FeatureScaling.None };
        float[] left = Signals.Scene(110_250, 2), right = Signals.Scene(110_250, 4);
        LogMelOptions mono = options with { AudioChannels = 1 };
        Assert.Equal([.. Static(mono, left), .. Static(mono, right)], Static(options, [.. left, .. right]));
        float[] together = Static(options with { Scaling = FeatureScaling.MinMax }, [.. left, .. right]);
        Assert.Equal((0f, 1f), (together.Min(), together.Max()));
    }

    [Fact]
    public void Threads_do_not_disturb_each_other()
    {
        var spectrogram = new LogMelSpectrogram(LogMelOptions.FiveSeconds22050);
        float[][] clips = [.. Enumerable.Range(0, 8).Select(seed => Signals.Scene(110_250, (uint)seed))];
        float[][] alone = [.. clips.Select(clip => spectrogram.ComputeStatic(clip).Values)];
        Parallel.For(0, 32, i => Assert.Equal(alone[i % 8], spectrogram.ComputeStatic(clips[i % 8]).Values));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_by_name()
    {
        Refused(LogMelOptions.Tau2020 with { SampleRate = 999 }, "SampleRate: expected 1000 to 768000 Hz, got 999.");
        Refused(LogMelOptions.Tau2020 with { ClipSamples = 0 }, "ClipSamples");
        Refused(LogMelOptions.Tau2020 with { ClipSamples = 8191 },
            "ClipSamples: expected samples for the 9 frames that deltas need, got 8191 for 8.");
        Refused(LogMelOptions.Tau2020 with { ClipSamples = 1 << 28, Stft = new StftOptions { HopLength = 1 } }, "fit into memory");
        Refused(LogMelOptions.Tau2020 with { ClipSamples = 2000, Deltas = false, Stft = new StftOptions { Center = false } },
            "ClipSamples");
        Refused(LogMelOptions.Tau2020 with { AudioChannels = 9 }, "AudioChannels");
        Refused(LogMelOptions.Tau2020 with { Power = 0 }, "Power");
        Refused(LogMelOptions.Tau2020 with { LogOffset = 0 }, "LogOffset");
        Refused(LogMelOptions.Tau2020 with { Log = (LogScale)8 }, "Log: expected Natural, Decibel or None");
        Assert.Throws<ArgumentException>(() => new LogMelSpectrogram(LogMelOptions.Tau2020).ComputeStatic(new float[5]));
    }

    private static void Refused(LogMelOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new LogMelSpectrogram(options)).Message, StringComparison.Ordinal);

    private static float[] Static(LogMelOptions options, float[] clip) => new LogMelSpectrogram(options).ComputeStatic(clip).Values;

    private static float[] At(int[] places, float[] values) => [.. places.Select(place => values[place])];
}
