using L2BN.Data.Batches;

namespace L2BN.Data.Shifts;

/// <summary>A change of test data that a network was not trained for, in five severities from mild to strong.</summary>
/// <remarks>A changed sample is a pure function of (sample, severity, seed, index of the sample): every network is tested on the same
/// ones.</remarks>
public abstract class Shift
{
    /// <summary>Number of severities; they are 1 to 5.</summary>
    public const int Severities = 5;

    private protected Shift(string name, string description) => (Name, Description) = (name, description);

    /// <summary>The name on the command line and in records.</summary>
    public string Name { get; }

    /// <summary>What is changed, and by how much at severities 1 to 5.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private protected static SampleRandom CheckedRandom(int severity, int seed, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(severity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, Severities);
        return new SampleRandom(seed, epoch: 0, index, RandomPurpose.Shift);
    }
}

/// <summary>Changes the pixels of an image.</summary>
/// <param name="pixels">Values in [0, 1], channels first; changed in place.</param>
/// <param name="image">Shape and channel means.</param>
/// <param name="severity">1 to 5.</param>
/// <param name="random">The sample's own generator.</param>
internal delegate void ImageChange(Span<float> pixels, ShiftedImage image, int severity, ref SampleRandom random);

/// <summary>What a change of an image needs to know beside its pixels.</summary>
/// <param name="Shape">The shape of the image.</param>
/// <param name="Mean">Mean of each channel over the training data.</param>
internal readonly record struct ShiftedImage(SampleShape Shape, IReadOnlyList<float> Mean);

/// <summary>A shift of images, on pixels before normalization.</summary>
public sealed class ImageShift : Shift
{
    private readonly ImageChange _change;

    internal ImageShift(string name, string description, ImageChange change) : base(name, description) => _change = change;

    /// <summary>Changes one image in place; the result is in [0, 1] and is not rounded to bytes.</summary>
    /// <param name="pixels"><c>shape.Size</c> values in [0, 1], channels first.</param>
    /// <param name="shape">The shape of the image.</param>
    /// <param name="normalization">Channel statistics of the training data.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="seed">Decides, with the index, what is random.</param>
    /// <param name="index">Of the sample in its data set.</param>
    /// <exception cref="ArgumentException">A severity out of range, another number of values or of channels.</exception>
    public void Apply(Span<float> pixels, SampleShape shape, Normalization normalization, int severity, int seed, int index)
    {
        SampleRandom random = CheckedRandom(severity, seed, index);
        if (pixels.Length != shape.Size || normalization.Mean.Count != shape.Channels)
            throw new ArgumentException($"Expected the {shape.Size} values of {shape} and {shape.Channels} channel means, "
                + $"got {pixels.Length} and {normalization.Mean.Count}.", nameof(pixels));
        _change(pixels, new ShiftedImage(shape, normalization.Mean), severity, ref random);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i], 0f, 1f);
    }
}

/// <summary>Changes one channel of a clip.</summary>
/// <param name="samples">The waveform; changed in place.</param>
/// <param name="sampleRate">Hertz.</param>
/// <param name="severity">1 to 5.</param>
/// <param name="random">The clip's own generator.</param>
internal delegate void SoundChange(Span<float> samples, int sampleRate, int severity, ref SampleRandom random);

/// <summary>A shift of sound, on the waveform before the features.</summary>
public sealed class SoundShift : Shift
{
    private readonly SoundChange _change;

    internal SoundShift(string name, string description, SoundChange change) : base(name, description) => _change = change;

    /// <summary>Changes a clip in place.</summary>
    /// <param name="clip">Channels × samples, one channel after the other.</param>
    /// <param name="channels">At least 1.</param>
    /// <param name="sampleRate">Hertz, above 0.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="seed">Decides, with the index, what is random.</param>
    /// <param name="index">Of the clip in its data set.</param>
    /// <exception cref="ArgumentException">A severity, rate or number of channels out of range, or channels of unequal
    /// length.</exception>
    public void Apply(Span<float> clip, int channels, int sampleRate, int severity, int seed, int index)
    {
        SampleRandom random = CheckedRandom(severity, seed, index);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        if (clip.Length % channels != 0)
            throw new ArgumentException($"Expected {channels} channels of equal length, got {clip.Length} samples.", nameof(clip));
        int length = clip.Length / channels;
        for (int channel = 0; channel < channels; channel++)
            _change(clip.Slice(channel * length, length), sampleRate, severity, ref random);
    }
}
