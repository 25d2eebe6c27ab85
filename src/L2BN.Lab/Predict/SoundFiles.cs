using L2BN.Data.Audio.Clips;
using L2BN.Data.Audio.Decoding;
using L2BN.Data.Audio.Features;
using L2BN.Data.ImageFolder;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Predict;

/// <summary>Sound files as log-mel features: resampled, cut or filled up as the clips of a data set are.</summary>
/// <param name="options">The features that the network was trained on.</param>
/// <param name="start">Where in each file the clip begins, in seconds.</param>
/// <param name="tolerance">What is done where a file breaks a rule of its format.</param>
internal sealed class SoundFiles(LogMelOptions options, double start, AudioTolerance tolerance) : FileSamples
{
    /// <summary>Shorter differences are those of files that were cut to a length.</summary>
    private const double Noticeable = 0.05;

    private readonly ClipFeatures _features = new(options, tolerance);
    private bool _warned;

    public override SampleShape Shape => options.Shape;

    public LogMelOptions Options => options;

    public override FileSample Read(string file)
    {
        (int rate, long length) = Header(file);
        float[] sample = new float[Shape.Size];
        _features.Compute(file, sample, (long)(start * rate));
        double seconds = (double)length / rate;
        return new FileSample(file, sample) { Seconds = seconds, Remark = Remark(seconds) };
    }

    protected override SampleListing List(string folder) => SampleFolder.ListSounds(folder);

    private (int Rate, long Length) Header(string file)
    {
        using IAudioReader audio = AudioFile.Open(file, tolerance);
        if (audio.Warnings.Count > 0 && !_warned)
        {
            Terminal.WriteLine($"Warning: {audio.Warnings[0]} Further files with such faults are read without a warning.");
            _warned = true;
        }
        return (audio.SampleRate, audio.Length);
    }

    private string? Remark(double seconds)
    {
        double rest = seconds - start, clip = options.ClipSeconds;
        return rest < clip - Noticeable ? $"{rest:F1} of {clip:F1} s, the rest is silence"
            : rest > clip + Noticeable || start > 0 ? $"{start:F1} to {start + clip:F1} of {seconds:F1} s"
            : null;
    }
}
