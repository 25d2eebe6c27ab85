using System.Security.Cryptography;
using System.Text;

namespace L2BN.Data.Audio;

/// <summary>The features of sound files, computed once and kept on disk. For any number of threads.</summary>
public sealed class ClipFeatures
{
    /// <summary>Part of every key: raise it when the same options give other values.</summary>
    private const string Version = "l2bn audio features 1";

    private readonly ClipReader _reader;
    private readonly LogMelSpectrogram _spectrogram;
    private readonly FeatureCache? _cache;

    /// <summary>Computes features without keeping them.</summary>
    /// <exception cref="ArgumentException">An option out of range.</exception>
    public ClipFeatures(LogMelOptions options, bool lenient = false) : this(options, lenient, null) { }

    internal ClipFeatures(LogMelOptions options, bool lenient, FeatureCache? cache)
    {
        (Options, _cache) = (options, cache);
        (_reader, _spectrogram) = (new ClipReader(options, lenient), new LogMelSpectrogram(options));
    }

    /// <summary>Which features.</summary>
    public LogMelOptions Options { get; }

    /// <summary>Their shape.</summary>
    public SampleShape Shape => Options.Shape;

    /// <summary>Bands that no frequency falls into (<see cref="MelFilterBank.EmptyBands"/>).</summary>
    internal int EmptyBands => _spectrogram.Bank.EmptyBands;

    /// <summary>Computes the features of a file.</summary>
    /// <param name="path">A WAV file.</param>
    /// <param name="destination"><c>Shape.Size</c> values.</param>
    /// <param name="start">First sample (per channel, at the file's own rate). Default 0.</param>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public void Compute(string path, Span<float> destination, long start = 0) =>
        _spectrogram.AddDeltas(ComputeStatic(path, start), destination);

    /// <summary>Takes the features of a clip from the cache, or computes and keeps them.</summary>
    internal void Read(Clip clip, Span<float> destination)
    {
        string key = Key(clip.Hash);
        int rows = Options.AudioChannels * Options.Mel.NMels;
        var features = _cache?.Read(key, rows, Options.Frames);
        if (features is null) _cache?.Write(key, features = ComputeStatic(clip.Path, 0));
        _spectrogram.AddDeltas(features ?? ComputeStatic(clip.Path, 0), destination);
    }

    private string Key(string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{Options.Describe()}\n{hash}")));

    private FeatureMatrix ComputeStatic(string path, long start)
    {
        var features = _spectrogram.ComputeStatic(_reader.Read(path, start));
        if (Array.Exists(features.Values, value => !float.IsFinite(value)))
            throw new DataException(path, "the samples are too large for features: their power overflows",
                "Scale the recording to [-1, 1].");
        return features;
    }
}
