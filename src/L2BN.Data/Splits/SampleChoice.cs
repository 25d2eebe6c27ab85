namespace L2BN.Data;

/// <summary>Applies <see cref="DataOptions.ValidationSize"/> and <see cref="DataOptions.TrainSize"/> to the splits of a source, in this
/// order.</summary>
internal static class SampleChoice
{
    internal static SourceSplits Apply(SourceSplits source, DataOptions options)
    {
        if (options.ValidationSize is { } validation) source = SetAside(source, validation, options.Seed);
        if (options.TrainSize is { } train) source = Reduce(source, train, options.Seed);
        return source;
    }

    private static SourceSplits SetAside(SourceSplits source, int size, int seed)
    {
        if (source.Validation is not null)
            throw new ArgumentException($"{source.Train.Name} has a validation split of its own; leave the validation size out.");
        CheckSize(source.Train, size, "validation", source.Train.Count - Occurring(source.Train));
        var (validation, train) = Draw(source.Train, size, seed);
        string name = source.Train.Name.Replace("/train", "/validation", StringComparison.Ordinal);
        return source with
        {
            Train = new SubsetDataset(source.Train, train, source.Train.Name),
            Validation = new SubsetDataset(source.Train, validation, name),
            Fingerprint = Derive(source.Fingerprint, "validation", validation),
        };
    }

    private static SourceSplits Reduce(SourceSplits source, int size, int seed)
    {
        CheckSize(source.Train, size, "training", source.Train.Count);
        int[] drawn = Draw(source.Train, size, seed).Drawn;
        return source with
        {
            Train = new SubsetDataset(source.Train, drawn, source.Train.Name),
            Fingerprint = Derive(source.Fingerprint, "train", drawn)
        };
    }

    private static (int[] Drawn, int[] Left) Draw(IDataset data, int size, int seed) =>
        StratifiedChoice.Draw([.. Enumerable.Range(0, data.Count).Select(data.Label)], data.Classes.Count, size, seed);

    private static int Occurring(IDataset data) => Enumerable.Range(0, data.Count).Select(data.Label).Distinct().Count();

    private static void CheckSize(IDataset data, int size, string what, int most)
    {
        int least = Occurring(data);
        if (size < least || size > most)
            throw new ArgumentException($"The {what} size of {data.Name} must be from {least} (one sample per class) to {most}, "
                + $"came {size}.");
    }

    private static string Derive(string fingerprint, string split, int[] indices)
    {
        using var hash = new Fingerprint();
        return hash.Add(fingerprint).Add(split).Add(indices).Finish();
    }
}
