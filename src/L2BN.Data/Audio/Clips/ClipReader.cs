using System.Collections.Concurrent;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Resampling;

namespace L2BN.Data.Audio.Clips;

/// <summary>Reads sound files as clips of one length, rate and number of channels. Thread-safe.</summary>
public sealed class ClipReader
{
    /// <summary>Samples per channel that are read at a time.</summary>
    private const int Block = 1 << 14;

    /// <summary>Filters stored for reuse: data sets have one rate, or a few.</summary>
    private const int MostResamplers = 8;

    private readonly LogMelOptions _options;
    private readonly AudioTolerance _tolerance;
    private readonly ConcurrentDictionary<int, Resampler> _resamplers = new();

    /// <summary>Makes a reader of clips for these features.</summary>
    /// <exception cref="ArgumentException">An option out of range.</exception>
    public ClipReader(LogMelOptions options, AudioTolerance tolerance = AudioTolerance.Standard)
    {
        options.Validate();
        (_options, _tolerance) = (options, tolerance);
    }

    /// <summary>Reads a clip: cut at ClipSamples, or filled up; resampled where the file has another rate.</summary>
    /// <param name="path">A sound file.</param>
    /// <param name="start">First sample (per channel, at the file's own rate). Default 0.</param>
    /// <returns>AudioChannels × ClipSamples samples, one channel after the other.</returns>
    /// <exception cref="DataException">The file cannot be read, ends before <paramref name="start"/>, or has another number of channels
    /// than the options require.</exception>
    public float[] Read(string path, long start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        using IAudioReader audio = AudioFile.Open(path, _tolerance);
        CheckChannels(path, audio.Channels);
        if (start >= audio.Length)
            throw new DataException(path, $"expected more than {start} samples, got {audio.Length}", null);
        Resampler? resampler = audio.SampleRate == _options.SampleRate ? null : ResamplerFor(audio.SampleRate);
        long needed = resampler?.InputLength(_options.ClipSamples) ?? _options.ClipSamples;
        int samples = (int)Math.Min(needed, audio.Length - start);
        return Fit(ReadPlanar(audio, start, samples), samples, resampler);
    }

    /// <summary>The mean of the channels (librosa's <c>to_mono</c>), accumulated in double.</summary>
    /// <param name="interleaved">Samples × channels values.</param>
    /// <param name="channels">At least 1.</param>
    /// <param name="mono">One value per sample.</param>
    internal static void MixToMono(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        if (channels == 1)
        {
            interleaved.CopyTo(mono);
            return;
        }
        for (int i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            foreach (float value in interleaved.Slice(i * channels, channels))
                sum += value;
            mono[i] = (float)(sum / channels);
        }
    }

    private void CheckChannels(string path, int channels)
    {
        if (_options.AudioChannels > 1 && channels != _options.AudioChannels)
            throw new DataException(path, $"expected {_options.AudioChannels} channels, as the features require, got {channels}",
                "Mix to one channel (AudioChannels = 1) to read any number.");
    }

    private Resampler ResamplerFor(int rate)
    {
        if (_resamplers.TryGetValue(rate, out Resampler? known))
            return known;
        var made = new Resampler(rate, _options.SampleRate);
        return _resamplers.Count < MostResamplers ? _resamplers.GetOrAdd(rate, made) : made;
    }

    /// <summary>Reads block by block, so that a file of many channels never takes more memory than the clip made of it.</summary>
    private float[] ReadPlanar(IAudioReader audio, long start, int samples)
    {
        int channels = audio.Channels;
        float[] planar = new float[checked(samples * _options.AudioChannels)];
        float[] interleaved = new float[Math.Min(Block, samples) * channels];
        for (int done = 0; done < samples; done += Block)
        {
            int count = Math.Min(Block, samples - done);
            Span<float> block = interleaved.AsSpan(0, count * channels);
            audio.Read(start + done, block);
            if (_options.AudioChannels == 1)
                MixToMono(block, channels, planar.AsSpan(done, count));
            else
                Deinterleave(block, planar, samples, done);
        }
        return planar;
    }

    private void Deinterleave(ReadOnlySpan<float> block, float[] planar, int samples, int done)
    {
        int channels = _options.AudioChannels;
        for (int i = 0; i < block.Length; i++)
            planar[i % channels * samples + done + i / channels] = block[i];
    }

    private float[] Fit(float[] planar, int samples, Resampler? resampler)
    {
        float[] clip = new float[checked(_options.AudioChannels * _options.ClipSamples)];
        int length = (int)Math.Min(_options.ClipSamples, resampler?.OutputLength(samples) ?? samples);
        for (int channel = 0; channel < _options.AudioChannels; channel++)
        {
            Span<float> source = planar.AsSpan(channel * samples, samples);
            Span<float> target = clip.AsSpan(channel * _options.ClipSamples, _options.ClipSamples);
            if (resampler is null)
                source[..length].CopyTo(target);
            else
                resampler.Apply(source, target[..length]);
            if (_options.ShortClip == ShortClip.Repeat)
                Repeat(target, length);
        }
        return clip;
    }

    private static void Repeat(Span<float> clip, int length)
    {
        for (int i = length; i < clip.Length; i++)
            clip[i] = clip[i - length];
    }
}
