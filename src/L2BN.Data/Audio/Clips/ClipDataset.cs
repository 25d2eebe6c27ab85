using L2BN.Data.Audio.Augmentation;
using L2BN.Data.Audio.Features;
using L2BN.Data.Shifts;

namespace L2BN.Data.Audio.Clips;

/// <summary>Sound files as samples: log-mel features, full length. Training crops are augmentations (<see cref="TimeCrop"/>).</summary>
public sealed class ClipDataset : IDataset
{
    private readonly ClipFeatures _features;

    internal ClipDataset(string name, IReadOnlyList<string> classes, IReadOnlyList<Clip> clips, ClipFeatures features) =>
        (Name, Classes, Clips, _features) = (name, classes, clips, features);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The files, in the order of the samples.</summary>
    public IReadOnlyList<Clip> Clips { get; }

    /// <summary>Which features.</summary>
    public LogMelOptions Features => _features.Options;

    /// <inheritdoc/>
    public SampleShape Shape => _features.Shape;

    /// <inheritdoc/>
    public int Count => Clips.Count;

    /// <inheritdoc/>
    public bool DecodesFiles => true;

    /// <inheritdoc/>
    public int Label(int index) => Clips[index].Label;

    /// <inheritdoc/>
    public void Read(int index, Span<float> destination) => _features.Read(Clips[index], destination);

    /// <summary>Reads the features of a clip whose waveform is changed first.</summary>
    internal void ReadShifted(int index, SoundShift shift, int severity, int seed, Span<float> destination) =>
        _features.ReadShifted(Clips[index], shift, severity, seed, index, destination);
}

/// <summary>One labeled sound file.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Name">Its name inside the data set, with forward slashes.</param>
/// <param name="Label">Its class.</param>
/// <param name="Hash">SHA-256 of the file, 64 lower-case hex digits.</param>
public sealed record Clip(string Path, string Name, int Label, string Hash);
