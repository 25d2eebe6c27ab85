using System.Collections.Concurrent;
using L2BN.Data.Catalog;
using L2BN.Data.Download;

namespace L2BN.Data.Checks;

/// <summary>What a check of a data set found.</summary>
/// <param name="Checksums">Files with the published or recorded checksum.</param>
/// <param name="Samples">Samples that were read and are valid.</param>
/// <param name="Problems">One exception for each damaged file and each sample that cannot be read, in order; empty where all is
/// well.</param>
public sealed record DatasetReport(int Checksums, long Samples, IReadOnlyList<DataException> Problems);

/// <summary>Reads data sets to find what is damaged.</summary>
public static class DatasetCheck
{
    /// <summary>Compares the checksums of a data set, where they are known, and reads every sample.</summary>
    /// <param name="name">Name in <see cref="DatasetCatalog"/>.</param>
    /// <param name="options">How it is opened.</param>
    /// <param name="ct">Cancels the check.</param>
    /// <exception cref="ArgumentException">An unknown name, or an option that this data set does not take.</exception>
    /// <exception cref="DataException">The folder is missing.</exception>
    public static DatasetReport Run(string name, DataOptions options, CancellationToken ct = default)
    {
        DatasetEntry entry = DatasetCatalog.Find(name);
        options = DatasetCatalog.Prepare(entry, options);
        List<DataException> problems = [];
        int checksums = 0;
        if (DatasetReleases.TryFind(name) is { } release && options.Directory is { Length: > 0 } folder)
            problems.AddRange(DatasetDownload.FindProblems(release, folder, out checksums, ct));
        long samples = 0;
        foreach (IDataset split in Load(entry, options, problems))
        {
            IReadOnlyList<DataException> found = FindProblems(split, ct);
            problems.AddRange(found);
            samples += split.Count - found.Count;
        }
        return new DatasetReport(checksums, samples, problems);
    }

    /// <summary>Reads every sample of a split on all cores and returns what is wrong, one exception per sample in their order.</summary>
    /// <param name="split">The samples.</param>
    /// <param name="ct">Cancels the check.</param>
    public static IReadOnlyList<DataException> FindProblems(IDataset split, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        var problems = new ConcurrentDictionary<int, DataException>();
        Parallelism.For(split.Count, index =>
        {
            ct.ThrowIfCancellationRequested();
            if (FindProblem(split, index) is { } problem)
                problems[index] = problem;
        });
        return [.. problems.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
    }

    /// <summary>Reads one sample; null where it is valid.</summary>
    internal static DataException? FindProblem(IDataset split, int index)
    {
        float[] sample = new float[split.Shape.Size];
        try
        {
            split.Read(index, sample);
        }
        catch (DataException e)
        {
            return e;
        }
        int label = split.Label(index);
        if (label < 0 || label >= split.Classes.Count)
            return new DataException($"{split.Name}: expected labels from 0 to {split.Classes.Count - 1}, got {label} for sample {index}.");
        return Array.TrueForAll(sample, float.IsFinite) ? null
            : new DataException($"{split.Name}: expected finite values, got others in sample {index}.");
    }

    // A default size would be taken from the headers of the files, the first damaged one of which would end the check.
    private static IDataset[] Load(DatasetEntry entry, DataOptions options, List<DataException> problems)
    {
        try
        {
            options = options with { SkipFingerprint = true };
            SourceSplits splits = entry.Load(entry.Resizes ? options with { ImageSize = options.ImageSize ?? 8 } : options);
            return [.. new[] { splits.Train, splits.Validation, splits.Test }.OfType<IDataset>()];
        }
        catch (DataException e)
        {
            problems.Add(e);
            return [];
        }
    }
}
