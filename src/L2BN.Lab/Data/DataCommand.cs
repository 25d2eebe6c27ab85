using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Audio;
using L2BN.Lab.Shared;
using L2BN.Reporting;
using L2BN.Results.Output;

namespace L2BN.Lab.Data;

/// <summary>What <c>l2bn data list</c> takes.</summary>
internal sealed record DataListOptions : CommandOptions
{
    public static OptionSet<DataListOptions> Set { get; } = new();
}

/// <summary>What <c>l2bn data info</c> and <c>l2bn data verify</c> take.</summary>
internal sealed record DataSetOptions : CommandOptions
{
    public static OptionSet<DataSetOptions> Set { get; } = new OptionSet<DataSetOptions>()
        .Argument(o => o.Name, "NAME", "Data set.")
        .Text(o => o.DataDir, "--data-dir", "Folder of the data set [default: where 'data get' puts it].")
        .Switch(o => o.Strict, "--strict", "Refuse sound files that break a rule of their format, even where no sample is in doubt.");

    public string Name { get; init; } = "";
    public string? DataDir { get; init; }
    public bool Strict { get; init; }

    public DataOptions Data => new() { Directory = DataDir, Audio = Strict ? AudioOptions.Strict : null };
}

/// <summary><c>l2bn data</c>: the data sets by name, how to get one, and whether one on disk is in order.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "The data sets: list them, get one, look into one, verify it.")
    {
        LabCommand.Create("list", "List the data sets.", DataListOptions.Set, List),
        DataGetCommand.Create(),
        LabCommand.Create("info", "Say what a data set holds: splits, classes, shape, statistics, fingerprint.", DataSetOptions.Set, Info),
        LabCommand.Create("verify", "Compare the files of a data set with their checksums, then read every sample.", DataSetOptions.Set, Verify),
    };

    private static int List(DataListOptions options, CancellationToken ct)
    {
        DatasetRow[] rows = [.. DatasetCatalog.Entries.Select(entry => new DatasetRow
        {
            Name = entry.Name,
            Description = entry.Description,
            Licence = entry.Licence,
            NeedsDirectory = entry.NeedsDirectory,
            Folds = entry.Folds,
        })];
        Terminal.WriteLines(TextTable.Aligned(
            [["data set", "read from", "holds"], .. rows.Select(row => (string[])[row.Name, row.NeedsDirectory ? "--data-dir" : "built in", row.Description])]));
        StandardOutput.PrintJson(options.Json, () => new DataListOutput { Datasets = rows });
        return ExitCode.Done;
    }

    private static int Info(DataSetOptions options, CancellationToken ct)
    {
        DataSplits data = NameResolver.Data(options.Name, options.Data);
        return Print(DatasetFacts.Create(NameResolver.Entry(options.Name), data), options.Json);
    }

    private static int Verify(DataSetOptions options, CancellationToken ct)
    {
        DatasetEntry entry = NameResolver.Entry(options.Name);
        int checksums = VerifyChecksums(entry, options.DataDir, ct);
        DataSplits data = NameResolver.Data(options.Name, options.Data);
        long read = new[] { data.Train, data.Validation, data.Test }.OfType<IDataset>().Sum(split => ReadAll(split, ct));
        Terminal.WriteLine($"{(checksums > 0 ? $"{checksums:N0} checksums" : "No checksums known")}; {read:N0} samples read, all in order.");
        return Print(DatasetFacts.Create(entry, data) with { Checksums = checksums }, options.Json);
    }

    // Before anything is read: a checksum names the file that is damaged, a reader only the first position where it notices.
    private static int VerifyChecksums(DatasetEntry entry, string? folder, CancellationToken ct) =>
        DatasetReleases.TryFind(entry.Name) is { } release && (folder ?? DatasetCatalog.DownloadedFolder(entry)) is { } found && Directory.Exists(found)
            ? DatasetDownload.Verify(release, found, ct) : 0;

    private static long ReadAll(IDataset split, CancellationToken ct)
    {
        float[] sample = new float[split.Shape.Size];
        for (int i = 0; i < split.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            split.Read(i, sample);
            if (split.Label(i) < 0 || split.Label(i) >= split.Classes.Count || Array.Exists(sample, value => !float.IsFinite(value)))
                throw new DataException($"Sample {i} of {split.Name}: expected a label in range and finite values, got others; get the data set again.");
        }

        return split.Count;
    }

    private static int Print(DataInfoOutput facts, bool json)
    {
        foreach (var (name, value) in DatasetFacts.Lines(facts))
            Terminal.WriteLine($"{name,-12} {value}");
        StandardOutput.PrintJson(json, () => facts);
        return ExitCode.Done;
    }
}
