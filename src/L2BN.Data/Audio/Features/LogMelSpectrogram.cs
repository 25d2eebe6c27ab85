using System.Collections.Concurrent;

namespace L2BN.Data.Audio.Features;

/// <summary>Computes the features of clips that are in memory: spectrum, mel bands, logarithm, scaling, deltas. Thread-safe.</summary>
public sealed class LogMelSpectrogram
{
    private readonly LogMelOptions _options;
    private readonly MelFilterBank _bank;
    private readonly ConcurrentBag<FrameLoop> _loops = [];

    /// <summary>Computes the tables.</summary>
    /// <exception cref="ArgumentException">An option out of range.</exception>
    public LogMelSpectrogram(LogMelOptions options)
    {
        options.Validate();
        _options = options;
        _bank = new MelFilterBank(options.SampleRate, options.Stft.NFft, options.Mel);
    }

    /// <summary>The mel bands in use.</summary>
    public MelFilterBank Bank => _bank;

    /// <summary>Features of a clip without deltas.</summary>
    /// <param name="clip">AudioChannels × ClipSamples samples, one channel after the other.</param>
    /// <returns>Rows = AudioChannels × bands.</returns>
    /// <exception cref="ArgumentException">Another number of samples.</exception>
    public FeatureMatrix ComputeStatic(ReadOnlySpan<float> clip)
    {
        if (clip.Length != (long)_options.AudioChannels * _options.ClipSamples)
            throw new ArgumentException($"Expected {_options.AudioChannels}×{_options.ClipSamples} samples, got {clip.Length}.",
                nameof(clip));
        FeatureMatrix features = MelPower(clip);
        Compress(features.Values);
        if (_options.Scaling == FeatureScaling.MinMax)
            MinMax.Scale(features.Values);
        return features;
    }

    /// <summary>Adds the deltas that the options ask for, and lays the planes out as <see cref="LogMelOptions.Shape"/> says.</summary>
    /// <param name="features">What <see cref="ComputeStatic"/> returned.</param>
    /// <param name="destination"><c>Shape.Size</c> values.</param>
    public void AddDeltas(FeatureMatrix features, Span<float> destination)
    {
        if (_options.Deltas)
            Deltas.Stack(features, destination);
        else
            features.Values.CopyTo(destination);
    }

    private FeatureMatrix MelPower(ReadOnlySpan<float> clip)
    {
        var result = new FeatureMatrix(_options.AudioChannels * _bank.Bands, _options.Frames);
        int plane = _bank.Bands * _options.Frames;
        if (!_loops.TryTake(out FrameLoop? loop))
            loop = new FrameLoop(_options.Stft);
        for (int channel = 0; channel < _options.AudioChannels; channel++)
        {
            ReadOnlySpan<float> samples = clip.Slice(channel * _options.ClipSamples, _options.ClipSamples);
            MelSpectrogram.Compute(samples, loop, _bank, _options.Power, result.Values.AsMemory(channel * plane, plane));
        }
        _loops.Add(loop);
        return result;
    }

    private void Compress(Span<float> power)
    {
        switch (_options.Log)
        {
            case LogScale.Natural:
                LogCompression.Natural(power, _options.LogOffset);
                break;
            case LogScale.Decibel:
                LogCompression.PowerToDb(power);
                break;
            case LogScale.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(power), _options.Log, "Expected Natural, Decibel or None.");
        }
    }
}
