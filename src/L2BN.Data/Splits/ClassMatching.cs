namespace L2BN.Data;

/// <summary>Brings the labels of data to the classes of a trained network, by name.</summary>
public static class ClassMatching
{
    private const int MaxNames = 10;

    /// <summary>The data with labels that index <paramref name="classes"/>: unchanged where the classes are the same in the same order, with
    /// other labels where only the order differs.</summary>
    /// <param name="data">The data.</param>
    /// <param name="classes">Names of the network's classes, in the order of its outputs.</param>
    /// <exception cref="DataException">The data has other classes; the message names them.</exception>
    public static DataSplits Match(DataSplits data, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(classes);
        IReadOnlyList<string> found = data.Test.Classes;
        if (found.SequenceEqual(classes))
            return data;
        string[] missing = [.. classes.Except(found)], unknown = [.. found.Except(classes)];
        if (missing.Length + unknown.Length > 0 || found.Count != classes.Count)
            throw new DataException($"{data.Test.Name}: expected the {classes.Count} classes that the network was trained on, got {found.Count}"
                + $"{Names("without", missing)}{Names("with", unknown)}; give data with the same class names.");
        int[] order = [.. found.Select(name => classes.ToList().IndexOf(name))];
        IDataset Relabel(IDataset split) =>
            new RelabelledDataset(split, [.. Enumerable.Range(0, split.Count).Select(i => order[split.Label(i)])], classes);
        return data with
        {
            Train = Relabel(data.Train),
            Test = Relabel(data.Test),
            Validation = data.Validation is { } validation ? Relabel(validation) : null,
        };
    }

    private static string Names(string word, string[] names) => names.Length == 0 ? ""
        : $", {word} {string.Join(", ", names.Take(MaxNames).Select(name => FileName.WithCodePoints(FileName.Printable(name))))}"
        + (names.Length > MaxNames ? $" and {names.Length - MaxNames} more" : "");
}
