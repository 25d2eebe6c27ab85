using L2BN.Data.Batches;

namespace L2BN.Data.Splits;

/// <summary>Applies <see cref="DataOptions.ValidationSize"/> and <see cref="DataOptions.TrainSize"/> to the splits of a source, in this
/// order.</summary>
internal static class SampleSelection
{
    internal static SourceSplits Apply(SourceSplits source, DataOptions options)
    {
        if (options.ValidationSize is { } validation)
            source = DrawValidation(source, validation, options.Seed);
        if (options.TrainSize is { } train)
            source = Reduce(source, train, options.Seed);
        return source;
    }

    private static SourceSplits DrawValidation(SourceSplits source, int size, int seed)
    {
        if (source.Validation is not null)
            throw new ArgumentException(
                $"Expected no validation size for {source.Train.Name}, which has a validation split of its own; leave it out.");
        CheckSize(source.Train, size, "validation", source.Train.Count - ClassesPresent(source.Train));
        (int[] validation, int[] train) = Draw(source.Train, size, seed);
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

    private static (int[] Drawn, int[] Others) Draw(IDataset data, int size, int seed) =>
        StratifiedSampling.Draw([.. Enumerable.Range(0, data.Count).Select(data.Label)], data.Classes.Count, size, seed);

    private static int ClassesPresent(IDataset data) => Enumerable.Range(0, data.Count).Select(data.Label).Distinct().Count();

    private static void CheckSize(IDataset data, int size, string what, int most)
    {
        int least = ClassesPresent(data);
        if (size < least || size > most)
            throw new ArgumentException($"Expected a {what} size of {data.Name} from {least} (one sample per class) to {most}, "
                + $"got {size}.");
    }

    private static string Derive(string fingerprint, string split, int[] indices)
    {
        using var hash = new Fingerprint();
        return hash.Add(fingerprint).Add(split).Add(indices).Finish();
    }
}

/// <summary>Draws samples in the proportions of the classes: a pure function of (labels, size, seed).</summary>
internal static class StratifiedSampling
{
    /// <summary>Returns the drawn positions and the others, both ascending.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="size">Samples to draw, from the number of classes that occur to the number of samples.</param>
    /// <param name="seed">Chooses among the possible draws.</param>
    internal static (int[] Drawn, int[] Others) Draw(IReadOnlyList<int> labels, int classes, int size, int seed)
    {
        int[][] members = [.. Enumerable.Range(0, classes).Select(label => ShuffledMembers(labels, label, seed))];
        int[] quota = Quotas([.. members.Select(m => m.Length)], size);
        int[] drawn = [.. members.SelectMany((m, label) => m.Take(quota[label])).Order()];
        int[] rest = [.. members.SelectMany((m, label) => m.Skip(quota[label])).Order()];
        return (drawn, rest);
    }

    private static int[] ShuffledMembers(IReadOnlyList<int> labels, int label, int seed)
    {
        int[] members = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] == label)];
        new SampleRandom(seed, epoch: 0, label, RandomPurpose.Split).Shuffle(members);
        return members;
    }

    /// <summary>Largest remainders, with at least one sample for every class that has any.</summary>
    private static int[] Quotas(int[] counts, int size)
    {
        long total = counts.Sum(count => (long)count);
        int[] quota = [.. counts.Select(count => count == 0 ? 0 : Math.Max(1, (int)((long)count * size / total)))];
        double Shortfall(int i) => (double)counts[i] * size / total - quota[i];
        while (quota.Sum() < size)
            quota[Pick(counts.Length, i => quota[i] < counts[i], Shortfall)]++;
        while (quota.Sum() > size)
            quota[Pick(counts.Length, i => quota[i] > 1, i => -Shortfall(i))]--;
        return quota;
    }

    private static int Pick(int count, Func<int, bool> may, Func<int, double> urgency) =>
        Enumerable.Range(0, count).Where(may).MaxBy(urgency);
}
