using L2BN.Data;

namespace L2BN.Experiments.Probes;

/// <summary>Some samples of a data set.</summary>
internal sealed class ChosenSamples(IDataset source, int[] indices) : IDataset
{
    public string Name => source.Name;

    public IReadOnlyList<string> Classes => source.Classes;

    public SampleShape Shape => source.Shape;

    public int Count => indices.Length;

    /// <summary>About <paramref name="most"/> samples, of every class its share and at least two, evenly spread over its samples.</summary>
    public static IDataset Balanced(IDataset source, int most)
    {
        if (source.Count <= most)
            return source;
        IEnumerable<IGrouping<int, int>> members = Enumerable.Range(0, source.Count).GroupBy(source.Label);
        return new ChosenSamples(source, [.. members.SelectMany(own => Spread([.. own], (double)most / source.Count)).Order()]);
    }

    /// <summary>The samples of at most <paramref name="most"/> classes, evenly spread over the labels; the same ones for every
    /// network.</summary>
    public static IDataset OfClasses(IDataset source, int most)
    {
        int classes = source.Classes.Count;
        if (classes <= most)
            return source;
        HashSet<int> chosen = [.. Spread(classes, most)];
        return new ChosenSamples(source, [.. Enumerable.Range(0, source.Count).Where(i => chosen.Contains(source.Label(i)))]);
    }

    /// <summary>All of the labels below <paramref name="classes"/>, or <paramref name="most"/> evenly spread ones.</summary>
    public static IEnumerable<int> Spread(int classes, int most) =>
        Enumerable.Range(0, Math.Min(classes, most)).Select(i => (int)((long)i * classes / Math.Min(classes, most)));

    public int Label(int index) => source.Label(indices[index]);

    public void Read(int index, Span<float> destination) => source.Read(indices[index], destination);

    private static IEnumerable<int> Spread(int[] members, double share)
    {
        int count = Math.Min(members.Length, Math.Max(2, (int)(share * members.Length)));
        return Enumerable.Range(0, count).Select(i => members[(int)((long)i * members.Length / count)]);
    }
}
