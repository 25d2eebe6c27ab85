namespace L2BN.Data;

/// <summary>The samples of a data set under other labels.</summary>
internal sealed class RelabelledDataset(IDataset source, int[] labels) : IDataset
{
    public string Name => source.Name;

    public IReadOnlyList<string> Classes => source.Classes;

    public SampleShape Shape => source.Shape;

    public int Count => source.Count;

    public int Label(int index) => labels[index];

    public void Read(int index, Span<float> destination) => source.Read(index, destination);
}
