namespace L2BN.Data.Images;

/// <summary>Images in memory as bytes, channels first; read as value / 255.</summary>
internal sealed class ByteImages : IDataset
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <param name="name">Name of the data.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="pixels">Images × channels × rows × columns.</param>
    /// <param name="labels">One per image, already checked against the classes.</param>
    internal ByteImages(string name, IReadOnlyList<string> classes, SampleShape shape, byte[] pixels, byte[] labels)
    {
        (Name, Classes, Shape, _pixels, _labels) = (name, classes, shape, pixels, labels);
        if (pixels.LongLength != (long)labels.Length * shape.Size)
            throw new ArgumentException($"Expected the bytes of {labels.Length} images of {shape}, got {pixels.Length}.", nameof(pixels));
    }

    internal ReadOnlySpan<byte> AllPixels => _pixels;

    internal ReadOnlySpan<byte> AllLabels => _labels;

    public string Name { get; }

    public IReadOnlyList<string> Classes { get; }

    public SampleShape Shape { get; }

    public int Count => _labels.Length;

    public int Label(int index) => _labels[index];

    public void Read(int index, Span<float> destination) =>
        Pixels.ToFloats(_pixels.AsSpan(checked(index * Shape.Size), Shape.Size), destination);
}

/// <summary>Bytes to floats: value / 255, as torchvision's <c>ToTensor</c>.</summary>
internal static class Pixels
{
    private static readonly float[] s_fractions = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    internal static void ToFloats(ReadOnlySpan<byte> pixels, Span<float> destination)
    {
        if (pixels.Length != destination.Length)
            throw new ArgumentException(
                $"Expected a destination of {pixels.Length} values, got {destination.Length}.",
                nameof(destination));
        ReadOnlySpan<float> fractions = s_fractions;
        for (int i = 0; i < pixels.Length; i++)
            destination[i] = fractions[pixels[i]];
    }
}
