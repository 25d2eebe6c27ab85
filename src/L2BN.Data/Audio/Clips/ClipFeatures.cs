using System.Security.Cryptography;
using System.Text;
using L2BN.Data.Audio.Caching;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;
using L2BN.Data.Shifts;

namespace L2BN.Data.Audio.Clips;

/// <summary>The features of sound files, computed once and cached on disk. Thread-safe.</summary>
public sealed class ClipFeatures
{
    /// <summary>Part of every cache key: raise it when the same options give other values.</summary>
    private const string Version = "l2bn audio features 1";

    /// <summary>The same for features of shifted clips: raise it when a shift is changed.</summary>
    private const string ShiftVersion = "shift 1";

    private readonly ClipReader _reader;
    private readonly LogMelSpectrogram _spectrogram;
    private readonly FeatureCache? _cache;
    private readonly string _version;

    /// <summary>Computes features without caching them.</summary>
    /// <exception cref="ArgumentException">An option out of range.</exception>
    public ClipFeatures(LogMelOptions options, AudioTolerance tolerance = AudioTolerance.Standard) : this(options, tolerance, null) { }

    internal ClipFeatures(LogMelOptions options, AudioTolerance tolerance, FeatureCache? cache)
    {
        (Options, _cache) = (options, cache);
        (_reader, _spectrogram) = (new ClipReader(options, tolerance), new LogMelSpectrogram(options));
        // Only lenient reading changes values: what it repaired must not be found by a run that would refuse it.
        _version = tolerance == AudioTolerance.Lenient ? Version + ", lenient" : Version;
    }

    /// <summary>Which features.</summary>
    public LogMelOptions Options { get; }

    /// <summary>Their shape.</summary>
    public SampleShape Shape => Options.Shape;

    /// <summary>Bands that no frequency falls into (<see cref="MelFilterBank.EmptyBands"/>).</summary>
    internal int EmptyBands => _spectrogram.Bank.EmptyBands;

    /// <summary>Computes the features of a file.</summary>
    /// <param name="path">A sound file.</param>
    /// <param name="destination"><c>Shape.Size</c> values.</param>
    /// <param name="start">First sample (per channel, at the file's own rate). Default 0.</param>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public void Compute(string path, Span<float> destination, long start = 0) =>
        _spectrogram.AddDeltas(ComputeStatic(path, _reader.Read(path, start)), destination);

    /// <summary>Reads the features of a clip from the cache, or computes and caches them.</summary>
    internal void Read(Clip clip, Span<float> destination) =>
        Read(clip, "", () => _reader.Read(clip.Path), destination);

    /// <summary>The same for a waveform that a shift changed first.</summary>
    internal void ReadShifted(Clip clip, SoundShift shift, int severity, int seed, int index, Span<float> destination) =>
        Read(clip, $"{ShiftVersion} {shift.Name} {severity} {seed} {index}", () =>
        {
            float[] samples = _reader.Read(clip.Path);
            shift.Apply(samples, Options.AudioChannels, Options.SampleRate, severity, seed, index);
            return samples;
        }, destination);

    private void Read(Clip clip, string change, Func<float[]> waveform, Span<float> destination)
    {
        string key = Key(clip.Hash, change);
        FeatureMatrix? features = _cache?.Read(key, Options.AudioChannels * Options.Mel.NMels, Options.Frames);
        if (features is null)
        {
            features = ComputeStatic(clip.Path, waveform());
            _cache?.Write(key, features);
        }
        _spectrogram.AddDeltas(features, destination);
    }

    private string Key(string hash, string change) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{_version}\n{Options.Describe()}\n{hash}{(change.Length > 0 ? "\n" + change : "")}")));

    private FeatureMatrix ComputeStatic(string path, float[] waveform)
    {
        FeatureMatrix features = _spectrogram.ComputeStatic(waveform);
        if (Array.Exists(features.Values, value => !float.IsFinite(value)))
            throw new DataException(path, "expected samples of at most 1, got samples so large that their power overflows",
                "Scale the recording to [-1, 1].");
        return features;
    }
}
