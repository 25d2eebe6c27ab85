namespace L2BN.Data.Splits;

/// <summary>Some samples of a data set, in the order given.</summary>
internal sealed class SubsetDataset(IDataset source, int[] indices, string name) : IDataset
{
    public string Name => name;

    public IReadOnlyList<string> Classes => source.Classes;

    public SampleShape Shape => source.Shape;

    public int Count => indices.Length;

    public bool DecodesFiles => source.DecodesFiles;

    public int Label(int index) => source.Label(indices[index]);

    public void Read(int index, Span<float> destination) => source.Read(indices[index], destination);
}

/// <summary>The samples of a data set with other labels.</summary>
internal sealed class RelabeledDataset(IDataset source, int[] labels) : IDataset
{
    public string Name => source.Name;

    public IReadOnlyList<string> Classes => source.Classes;

    public SampleShape Shape => source.Shape;

    public int Count => source.Count;

    public bool DecodesFiles => source.DecodesFiles;

    public int Label(int index) => labels[index];

    public void Read(int index, Span<float> destination) => source.Read(index, destination);
}
