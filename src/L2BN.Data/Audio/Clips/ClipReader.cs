using System.Collections.Concurrent;

namespace L2BN.Data.Audio;

/// <summary>Reads sound files as clips of one length, rate and number of channels. For any number of threads.</summary>
public sealed class ClipReader
{
    /// <summary>Samples per channel that are read at a time.</summary>
    private const int Block = 1 << 14;

    /// <summary>Filters kept for reuse: data sets have one rate, or a few.</summary>
    private const int MostResamplers = 8;

    private readonly LogMelOptions _options;
    private readonly WaveReadOptions _wave;
    private readonly ConcurrentDictionary<int, Resampler> _resamplers = new();

    /// <summary>Makes a reader of clips for these features.</summary>
    /// <exception cref="ArgumentException">An option out of range.</exception>
    public ClipReader(LogMelOptions options, bool lenient = false)
    {
        options.Validate();
        (_options, _wave) = (options, new WaveReadOptions { Lenient = lenient });
    }

    /// <summary>Reads a clip: cut at ClipSamples, or filled up; resampled where the file has another rate.</summary>
    /// <param name="path">A WAV file.</param>
    /// <param name="start">First sample (per channel, at the file's own rate). Default 0.</param>
    /// <returns>AudioChannels × ClipSamples samples, one channel after the other.</returns>
    /// <exception cref="DataException">The file cannot be read, ends before <paramref name="start"/>, or has other channels than the
    /// options ask for.</exception>
    public float[] Read(string path, long start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        using var wave = WaveReader.Open(path, _wave);
        CheckChannels(path, wave.Format);
        if (start >= wave.Length) throw new DataException(path, $"expected more than {start} samples, the file has {wave.Length}", null);
        var resampler = wave.Format.SampleRate == _options.SampleRate ? null : ResamplerFrom(wave.Format.SampleRate);
        long wanted = resampler?.InputLength(_options.ClipSamples) ?? _options.ClipSamples;
        int samples = (int)Math.Min(wanted, wave.Length - start);
        return Fit(ReadPlanar(wave, start, samples), samples, resampler);
    }

    private void CheckChannels(string path, WaveFormat format)
    {
        if (_options.AudioChannels > 1 && format.Channels != _options.AudioChannels)
            throw new DataException(path, $"expected {_options.AudioChannels} channels, as the features ask for, came {format.Channels}",
                "Mix to one channel (AudioChannels = 1) to take any number.");
    }

    private Resampler ResamplerFrom(int rate)
    {
        if (_resamplers.TryGetValue(rate, out var known)) return known;
        var made = new Resampler(rate, _options.SampleRate);
        return _resamplers.Count < MostResamplers ? _resamplers.GetOrAdd(rate, made) : made;
    }

    /// <summary>Reads block by block, so that a file of many channels never takes more memory than the clip made of it.</summary>
    private float[] ReadPlanar(WaveReader wave, long start, int samples)
    {
        int channels = wave.Format.Channels;
        float[] planar = new float[checked(samples * _options.AudioChannels)];
        float[] interleaved = new float[Math.Min(Block, samples) * channels];
        for (int done = 0; done < samples; done += Block)
        {
            int count = Math.Min(Block, samples - done);
            var block = interleaved.AsSpan(0, count * channels);
            wave.Read(start + done, block);
            if (_options.AudioChannels == 1) ChannelLayout.MixToMono(block, channels, planar.AsSpan(done, count));
            else Spread(block, planar, samples, done);
        }
        return planar;
    }

    private void Spread(ReadOnlySpan<float> block, float[] planar, int samples, int done)
    {
        int channels = _options.AudioChannels;
        for (int i = 0; i < block.Length; i++) planar[i % channels * samples + done + i / channels] = block[i];
    }

    private float[] Fit(float[] planar, int samples, Resampler? resampler)
    {
        float[] clip = new float[checked(_options.AudioChannels * _options.ClipSamples)];
        int kept = (int)Math.Min(_options.ClipSamples, resampler?.OutputLength(samples) ?? samples);
        for (int channel = 0; channel < _options.AudioChannels; channel++)
        {
            var source = planar.AsSpan(channel * samples, samples);
            var target = clip.AsSpan(channel * _options.ClipSamples, _options.ClipSamples);
            if (resampler is null) source[..kept].CopyTo(target);
            else resampler.Apply(source, target[..kept]);
            if (_options.ShortClip == ShortClip.Repeat) Repeat(target, kept);
        }
        return clip;
    }

    private static void Repeat(Span<float> clip, int length)
    {
        for (int i = length; i < clip.Length; i++) clip[i] = clip[i - length];
    }
}
