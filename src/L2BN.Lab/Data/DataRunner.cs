using System.Text.Json;
using L2BN.Data;
using L2BN.Lab.Shared;
using L2BN.Reporting;

namespace L2BN.Lab.Data;

/// <summary>Answers about data sets.</summary>
internal static class DataRunner
{
    public static int List(bool json)
    {
        DatasetRow[] rows = [.. DatasetCatalog.Entries.Select(DatasetRow.Of)];
        Console.Error.WriteLine(TextTable.Aligned([["data set", "read from", "holds"], .. rows.Select(row => (string[])[row.Name, row.NeedsDirectory ? "--data-dir" : "built in", row.Description])]));
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(new DatasetList { Datasets = rows }, DataJson.Default.DatasetList));
        return ExitCode.Done;
    }

    public static int Info(string name, string? folder, bool json)
    {
        DataSplits data = NameResolver.Data(name, new DataOptions { Directory = folder });
        return Show(DatasetFacts.Of(DatasetCatalog.Find(name), data), json);
    }

    public static int Verify(string name, string? folder, bool json, CancellationToken ct)
    {
        int checksums = Checksums(NameResolver.Entry(name), folder, ct);
        DataSplits data = NameResolver.Data(name, new DataOptions { Directory = folder });
        long read = new[] { data.Train, data.Validation, data.Test }.OfType<IDataset>().Sum(split => ReadAll(split, ct));
        Console.Error.WriteLine($"{(checksums > 0 ? $"{checksums:N0} checksums" : "No checksums known")}; {read:N0} samples read, all in order.");
        return Show(DatasetFacts.Of(DatasetCatalog.Find(name), data) with { Checksums = checksums }, json);
    }

    // Before anything is read: a checksum names the file that is damaged, a reader only the first place where it notices.
    private static int Checksums(DatasetEntry entry, string? folder, CancellationToken ct) =>
        DatasetReleases.TryFind(entry.Name) is { } release && (folder ?? DatasetCatalog.DownloadedFolder(entry)) is { } place && Directory.Exists(place)
            ? DatasetDownload.Verify(release, place, ct) : 0;

    private static long ReadAll(IDataset split, CancellationToken ct)
    {
        float[] sample = new float[split.Shape.Size];
        for (int i = 0; i < split.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            split.Read(i, sample);
            if (split.Label(i) < 0 || split.Label(i) >= split.Classes.Count || Array.Exists(sample, value => !float.IsFinite(value)))
                throw new DataException($"Sample {i} of {split.Name} has a label out of range or a value that is not finite. Get the data set again.");
        }

        return split.Count;
    }

    private static int Show(DatasetFacts facts, bool json)
    {
        foreach (var (name, value) in facts.Lines()) Console.Error.WriteLine($"{name,-12} {value}");
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(facts, DataJson.Default.DatasetFacts));
        return ExitCode.Done;
    }
}
