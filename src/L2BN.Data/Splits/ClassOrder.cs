using L2BN.Data.Files;

namespace L2BN.Data.Splits;

/// <summary>Brings the labels of data into the order of a trained network's outputs, class by class and by name.</summary>
public static class ClassOrder
{
    private const int NamedClasses = 6;

    /// <summary>The splits with <paramref name="classes"/> as their classes and labels that index into them.</summary>
    /// <param name="data">The data; returned as it is where its classes are in this order already.</param>
    /// <param name="classes">Names of the classes in the order of the network's outputs.</param>
    /// <exception cref="DataException">The data has other classes.</exception>
    public static DataSplits Apply(DataSplits data, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(classes);
        if (data.Test.Classes.SequenceEqual(classes) && data.Train.Classes.SequenceEqual(classes))
            return data;
        return data with
        {
            Train = Reorder(data.Train, classes),
            Validation = data.Validation is { } validation ? Reorder(validation, classes) : null,
            Test = Reorder(data.Test, classes),
        };
    }

    private static ReorderedClasses Reorder(IDataset data, IReadOnlyList<string> classes)
    {
        var positions = classes.Select((name, position) => (name, position)).DistinctBy(item => item.name, StringComparer.Ordinal)
            .ToDictionary(item => item.name, item => item.position, StringComparer.Ordinal);
        string[] unknown = [.. data.Classes.Where(name => !positions.ContainsKey(name))];
        if (unknown.Length > 0 || data.Classes.Count != classes.Count || data.Classes.Distinct().Count() != classes.Count)
            throw new DataException(
                $"{data.Name}: expected the {classes.Count} classes {Names(classes)}, got {data.Classes.Count} classes "
                    + $"{Names(data.Classes)}"
                    + $"{(unknown.Length > 0 ? $", of which {Names(unknown)} are not among them" : "")}; use data with "
                    + "the classes of the training.");
        return new ReorderedClasses(data, classes, [.. data.Classes.Select(name => positions[name])]);
    }

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(NamedClasses).Select(FileName.WithCodePoints)) + (names.Count > NamedClasses ? ", …" : "");

    private sealed class ReorderedClasses(IDataset source, IReadOnlyList<string> classes, int[] labels) : IDataset
    {
        public string Name => source.Name;

        public IReadOnlyList<string> Classes => classes;

        public SampleShape Shape => source.Shape;

        public int Count => source.Count;

        public bool DecodesFiles => source.DecodesFiles;

        public int Label(int index) => labels[source.Label(index)];

        public void Read(int index, Span<float> destination) => source.Read(index, destination);
    }
}
