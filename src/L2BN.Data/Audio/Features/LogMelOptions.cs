using System.Globalization;
using L2BN.Data.Audio.Resampling;

namespace L2BN.Data.Audio.Features;

/// <summary>From a sound file to log-mel features: every option that changes a value of the result.</summary>
public sealed record LogMelOptions
{
    /// <summary>
    /// The acoustic scenes recipe: 10 s at 44,100 Hz mono, n_fft 2048, hop 1024, reflected ends, power, 128 HTK bands up to 22,050 Hz that
    /// peak at 1, ln(x + 1e-8), min-max per clip, then Δ and ΔΔ: 3×128×423. Source: the DCASE 2020 task 1a system,
    /// github.com/MihawkHu/DCASE2020_task1 at 23b6777.
    /// </summary>
    public static LogMelOptions Tau2020 { get; } = new() { ClipSamples = 441_000 };

    /// <summary>The same recipe for 5-second clips (ESC-50 as published): 3×128×208.</summary>
    public static LogMelOptions FiveSeconds44100 { get; } = new() { ClipSamples = 220_500 };

    /// <summary>The same recipe for 5-second clips at half the rate: frames of the same 46 ms every 23 ms, bands up to 11,025 Hz,
    /// 3×128×208.</summary>
    public static LogMelOptions FiveSeconds22050 { get; } = new()
    {
        SampleRate = 22_050,
        ClipSamples = 110_250,
        Stft = Tau2020.Stft with { NFft = 1024, HopLength = 512 },
    };

    /// <summary>sr: hertz, 1000 to 768,000; files of other rates are resampled. Default 44,100.</summary>
    public int SampleRate { get; init; } = 44_100;

    /// <summary>Samples of a clip at <see cref="SampleRate"/>, at least 1: longer files are cut after so many, shorter ones filled up.
    /// Default 441,000.</summary>
    public int ClipSamples { get; init; } = 441_000;

    /// <summary>How shorter files are filled up. Default: with silence.</summary>
    public ShortClip ShortClip { get; init; } = ShortClip.Silence;

    /// <summary>1 mixes all channels of a file (the default); 2 to 8 stay separate, with one minimum and maximum for all, and require
    /// files with this number.</summary>
    public int AudioChannels { get; init; } = 1;

    /// <summary>Frames. Default: n_fft 2048, hop 1024, periodic Hann, centered, reflected ends.</summary>
    public StftOptions Stft { get; init; } = new() { NFft = 2048, HopLength = 1024, PadMode = PadMode.Reflect };

    /// <summary>power: exponent of the magnitude, above 0. Default 2.</summary>
    public double Power { get; init; } = 2;

    /// <summary>Bands. Default: 128 HTK bands from 0 to half the sample rate that peak at 1.</summary>
    public MelOptions Mel { get; init; } = new() { NMels = 128, Htk = true, Norm = MelNorm.None };

    /// <summary>Logarithm. Default natural.</summary>
    public LogScale Log { get; init; } = LogScale.Natural;

    /// <summary>Added before the natural logarithm, above 0. Default 1e-8.</summary>
    public double LogOffset { get; init; } = 1e-8;

    /// <summary>Scaling after the logarithm. Default: min-max per clip.</summary>
    public FeatureScaling Scaling { get; init; } = FeatureScaling.MinMax;

    /// <summary>Adds Δ and ΔΔ as channels, which costs four frames at both ends. Default true.</summary>
    public bool Deltas { get; init; } = true;

    /// <summary>The shape of the features: channels static, Δ, ΔΔ (for each audio channel); rows are bands, lowest first; columns are
    /// frames.</summary>
    public SampleShape Shape => new(AudioChannels * (Deltas ? 3 : 1), Mel.NMels, Frames - (Deltas ? 4 * Features.Deltas.Reach : 0));

    /// <summary>Length of a clip in seconds.</summary>
    public double ClipSeconds => (double)ClipSamples / SampleRate;

    /// <summary>Seconds between two columns.</summary>
    public double SecondsPerFrame => (double)Stft.HopLength / SampleRate;

    internal int Frames => Stft.FrameCount(ClipSamples);

    /// <summary>Checks every value against its range and the values against each other.</summary>
    /// <exception cref="ArgumentException">A value out of range, with its name, the range and the value.</exception>
    public void Validate()
    {
        OptionCheck.Require(SampleRate is >= Resampler.LowestOutputRate and <= Resampler.HighestRate, nameof(SampleRate),
            $"{Resampler.LowestOutputRate} to {Resampler.HighestRate} Hz", SampleRate);
        Stft.Validate();
        Mel.Validate(SampleRate);
        OptionCheck.Require(ClipSamples is >= 1 and <= 1 << 28, nameof(ClipSamples), $"1 to {1 << 28}", ClipSamples);
        OptionCheck.Require(Enum.IsDefined(ShortClip), nameof(ShortClip), "Silence or Repeat", ShortClip);
        OptionCheck.Require(AudioChannels is >= 1 and <= 8, nameof(AudioChannels), "1 to 8", AudioChannels);
        OptionCheck.Require(Power > 0 && double.IsFinite(Power), nameof(Power), "a finite exponent above 0", Power);
        OptionCheck.Require(Enum.IsDefined(Log), nameof(Log), "Natural, Decibel or None", Log);
        OptionCheck.Require(LogOffset > 0 && double.IsFinite(LogOffset), nameof(LogOffset), "a finite value above 0", LogOffset);
        OptionCheck.Require(Enum.IsDefined(Scaling), nameof(Scaling), "MinMax or None", Scaling);
        CheckLength();
    }

    /// <summary>All values in one line of text: equal lines, equal features. Part of the cache's keys and of checkpoints.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"sr={SampleRate} samples={ClipSamples} short={ShortClip} channels={AudioChannels} {Describe(Stft)} power={Power:R} "
        + $"{Describe(Mel)} log={Log} offset={LogOffset:R} scaling={Scaling} deltas={Deltas}");

    private static string Describe(StftOptions o) => string.Create(CultureInfo.InvariantCulture,
        $"n_fft={o.NFft} hop={o.HopLength} win={o.WinLength ?? o.NFft} window={o.Window} center={o.Center} pad={o.PadMode}");

    private string Describe(MelOptions o) => string.Create(CultureInfo.InvariantCulture,
        $"mels={o.NMels} fmin={o.FMin:R} fmax={o.FMax ?? SampleRate / 2.0:R} htk={o.Htk} norm={o.Norm}");

    private void CheckLength()
    {
        OptionCheck.Require(
            Stft.Center || ClipSamples >= Stft.NFft,
            nameof(ClipSamples),
            $"at least one frame of {Stft.NFft}",
            ClipSamples);
        int needed = Deltas ? 4 * Features.Deltas.Reach + 1 : 1;
        OptionCheck.Require(Frames >= needed, nameof(ClipSamples), $"samples for the {needed} frames that deltas need",
            $"{ClipSamples} for {Frames}");
        OptionCheck.Require((long)Frames * Mel.NMels * AudioChannels * 3 <= Array.MaxLength / 4, nameof(ClipSamples),
            "features that fit into memory", $"{Frames} frames of {Mel.NMels} bands");
    }
}

/// <summary>How a clip is filled up that is shorter than the features ask for.</summary>
public enum ShortClip
{
    /// <summary>Zeros after its end: the default, and what ESC-50 itself did to short recordings.</summary>
    Silence,

    /// <summary>The clip again and again: no artificial silence for the per-clip minimum to find.</summary>
    Repeat,
}

/// <summary>Refuses options out of range, in one form of message.</summary>
internal static class OptionCheck
{
    internal static void Require(bool condition, string name, string expected, object? got)
    {
        if (!condition)
            throw new ArgumentException($"{name}: expected {expected}, got {got}.");
    }
}
