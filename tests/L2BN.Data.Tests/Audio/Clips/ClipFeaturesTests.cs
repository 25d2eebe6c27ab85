using L2BN.Data.Audio.Caching;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;
using L2BN.Data.Tests.Audio.Support;
using L2BN.Data.Tests.Support;

namespace L2BN.Data.Tests.Audio.Clips;

public class ClipFeaturesTests
{
    private static readonly LogMelOptions s_options = LogMelOptions.Tau2020 with
    {
        SampleRate = 8000,
        ClipSamples = 8000,
        Stft = new StftOptions { NFft = 256, HopLength = 128, PadMode = PadMode.Reflect },
        Mel = LogMelOptions.Tau2020.Mel with { NMels = 16 },
    };

    [Fact]
    public void A_file_gives_what_its_samples_give()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", SoundFolders.Noise(1));
        var spectrogram = new LogMelSpectrogram(s_options);
        float[] expected = new float[s_options.Shape.Size];
        spectrogram.AddDeltas(spectrogram.ComputeStatic(Waves.Samples(SoundFolders.Noise(1))), expected);
        Assert.Equal(expected, Compute(path));
    }

    [Fact]
    public void Cached_features_equal_the_computed_ones_bit_for_bit()
    {
        using var folder = new TempFolder();
        var clip = new Clip(folder.Write("a.wav", SoundFolders.Noise(1)), "a.wav", 0, new string('0', 64));
        var cached = new ClipFeatures(s_options, AudioTolerance.Standard, FeatureCache.Open(folder.Path("cache")));
        float[] first = Read(cached, clip);
        File.Delete(clip.Path);
        Assert.Equal(first, Read(cached, clip));
        Assert.Equal(first, Read(new ClipFeatures(s_options, AudioTolerance.Standard, FeatureCache.Open(folder.Path("cache"))), clip));
    }

    /// <summary>Whatever decides a value of the features must be part of the key.</summary>
    [Fact]
    public void Every_option_has_features_of_its_own()
    {
        LogMelOptions[] variants =
        [
            s_options, s_options with { SampleRate = 8001 }, s_options with { ClipSamples = 8001 },
                s_options with { ShortClip = ShortClip.Repeat }, s_options with { AudioChannels = 2 },
            s_options with { Power = 1 }, s_options with { Log = LogScale.Decibel }, s_options with { LogOffset = 1e-7 },
                s_options with { Scaling = FeatureScaling.None }, s_options with { Deltas = false },
            s_options with { Stft = s_options.Stft with { NFft = 512 } }, s_options with { Stft = s_options.Stft with { HopLength = 127 } },
                s_options with { Stft = s_options.Stft with { WinLength = 200 } },
            s_options with { Stft = s_options.Stft with { Window = WindowKind.Hamming } },
                s_options with { Stft = s_options.Stft with { Center = false } },
            s_options with { Stft = s_options.Stft with { PadMode = PadMode.Constant } },
                s_options with { Mel = s_options.Mel with { NMels = 17 } }, s_options with { Mel = s_options.Mel with { FMin = 1 } },
            s_options with { Mel = s_options.Mel with { FMax = 3999 } }, s_options with { Mel = s_options.Mel with { Htk = false } },
                s_options with { Mel = s_options.Mel with { Norm = MelNorm.Slaney } },
        ];
        Assert.Equal(variants.Length, variants.Select(variant => variant.Describe()).Distinct().Count());
        int settable = new[] { typeof(LogMelOptions), typeof(StftOptions), typeof(MelOptions) }
            .Sum(type => type.GetProperties().Count(property => property.CanWrite && property.PropertyType != typeof(StftOptions)
                && property.PropertyType != typeof(MelOptions)));
        Assert.Equal(settable + 1, variants.Length);
        Assert.Equal(s_options.Describe(),
            (s_options with { Mel = s_options.Mel with { FMax = 4000 }, Stft = s_options.Stft with { WinLength = 256 } }).Describe());
    }

    [Fact]
    public void Samples_too_large_for_power_are_refused()
    {
        using var folder = new TempFolder();
        string path = folder.Write("a.wav", WaveBuilder.Float32(1, 8000, 1e38f, -1e38f));
        Assert.Contains("their power overflows", Hostile.Refused(() => Compute(path)), StringComparison.Ordinal);
    }

    private static float[] Compute(string path)
    {
        float[] features = new float[s_options.Shape.Size];
        new ClipFeatures(s_options).Compute(path, features);
        return features;
    }

    private static float[] Read(ClipFeatures features, Clip clip)
    {
        float[] values = new float[features.Shape.Size];
        features.Read(clip, values);
        return values;
    }
}
