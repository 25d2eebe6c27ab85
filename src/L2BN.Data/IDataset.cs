namespace L2BN.Data;

/// <summary>Labeled samples of one shape, read by index. Safe to read from several threads at once.</summary>
public interface IDataset
{
    /// <summary>Name of the data in reports, such as <c>fashion-mnist-mini/train</c>.</summary>
    string Name { get; }

    /// <summary>Names of the classes; a label is an index into this list.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>The shape of every sample.</summary>
    SampleShape Shape { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>True where reading a sample decodes a file, which may be damaged. Default: false.</summary>
    bool DecodesFiles => false;

    /// <summary>The class of sample <paramref name="index"/>, 0 ≤ label &lt; <c>Classes.Count</c>.</summary>
    int Label(int index);

    /// <summary>Writes sample <paramref name="index"/> as it is on disk, in [0, 1] for images, before augmentation and
    /// normalization.</summary>
    /// <param name="index">0 ≤ index &lt; <see cref="Count"/>.</param>
    /// <param name="destination">Exactly <c>Shape.Size</c> values, channels first.</param>
    /// <exception cref="DataException">The file of the sample cannot be read.</exception>
    void Read(int index, Span<float> destination);
}
