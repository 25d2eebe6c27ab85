namespace L2BN.Data.Tests.Support;

/// <summary>Samples whose values say which sample they are: index + position / 1000.</summary>
internal sealed class ToyDataset(int count, SampleShape shape, int classes = 10) : IDataset
{
    public string Name => "toy";

    public IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range(0, classes).Select(label => $"class {label}")];

    public SampleShape Shape => shape;

    public int Count => count;

    /// <summary>Throws this when the sample is read.</summary>
    internal (int Index, Exception Error)? Broken { get; init; }

    public int Label(int index) => index % classes;

    public void Read(int index, Span<float> destination)
    {
        if (Broken is { } broken && broken.Index == index)
            throw broken.Error;
        for (int i = 0; i < destination.Length; i++)
            destination[i] = index + i / 1000f;
    }
}
