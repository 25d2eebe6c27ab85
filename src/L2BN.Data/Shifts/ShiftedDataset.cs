using L2BN.Data.Audio.Clips;

namespace L2BN.Data.Shifts;

/// <summary>Test data after a shift: the same samples and labels, changed when they are read.</summary>
public sealed class ShiftedDataset : IDataset
{
    private readonly IDataset _source;
    private readonly Reader _read;

    private ShiftedDataset(IDataset source, Reader read) => (_source, _read) = (source, read);

    private delegate void Reader(int index, Span<float> destination);

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => _source.Classes;

    /// <inheritdoc/>
    public SampleShape Shape => _source.Shape;

    /// <inheritdoc/>
    public int Count => _source.Count;

    /// <inheritdoc/>
    public bool DecodesFiles => _source.DecodesFiles;

    /// <summary>Shifts a data set.</summary>
    /// <param name="source">The data, in [0, 1] for images; sound must be the clips themselves, whose waveforms are read again.</param>
    /// <param name="normalization">Channel statistics of the training data.</param>
    /// <param name="shift">The shift.</param>
    /// <param name="severity">1 to 5.</param>
    /// <param name="seed">Decides what is random in a shift; default 0.</param>
    /// <exception cref="ArgumentException">The shift is not for this kind of data.</exception>
    public static ShiftedDataset Create(IDataset source, Normalization normalization, Shift shift, int severity, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(severity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(severity, Shift.Severities);
        return (source, shift) switch
        {
            (ClipDataset clips, SoundShift sound) => new ShiftedDataset(
                source, (index, destination) => clips.ReadShifted(index, sound, severity, seed, destination)),
            (not ClipDataset, ImageShift image) => new ShiftedDataset(source, (index, destination) =>
            {
                source.Read(index, destination);
                image.Apply(destination, source.Shape, normalization, severity, seed, index);
            }),
            _ => throw new ArgumentException(
                $"Expected a shift for the data of {source.Name}, got '{shift}', which is for "
                    + $"{(shift is SoundShift ? "sound" : "images")}."),
        };
    }

    /// <inheritdoc/>
    public int Label(int index) => _source.Label(index);

    /// <inheritdoc/>
    public void Read(int index, Span<float> destination) => _read(index, destination);
}
