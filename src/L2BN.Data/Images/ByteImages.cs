namespace L2BN.Data;

/// <summary>Images held in memory as bytes, channels first; read as value / 255.</summary>
internal sealed class ByteImages : IDataset
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <param name="name">What the data is called.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="pixels">Images × channels × rows × columns.</param>
    /// <param name="labels">One per image, already checked against the classes.</param>
    internal ByteImages(string name, IReadOnlyList<string> classes, SampleShape shape, byte[] pixels, byte[] labels)
    {
        (Name, Classes, Shape, _pixels, _labels) = (name, classes, shape, pixels, labels);
        if (pixels.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException($"{pixels.Length} bytes are not {labels.Length} images of {shape}.", nameof(pixels));
    }

    internal ReadOnlySpan<byte> AllPixels => _pixels;

    internal ReadOnlySpan<byte> AllLabels => _labels;

    public string Name { get; }

    public IReadOnlyList<string> Classes { get; }

    public SampleShape Shape { get; }

    public int Count => _labels.Length;

    public int Label(int index) => _labels[index];

    public void Read(int index, Span<float> destination) =>
        Pixels.ToUnit(_pixels.AsSpan(checked(index * Shape.Size), Shape.Size), destination);
}
