using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Audio.Clips;
using L2BN.Data.Catalog;
using L2BN.Data.Checks;
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
    public static Command Create() =>
        new("data", "The data sets: list them, get one, look into one, verify it.")
        {
            LabCommand.Create("list", "List the data sets.", DataListOptions.Set, List),
            DataGetCommand.Create(),
            LabCommand.Create(
                "info",
                "Say what a data set holds: splits, classes, shape, statistics, fingerprint.",
                DataSetOptions.Set,
                Info),
            LabCommand.Create(
                "verify",
                "Compare the files of a data set with their checksums, then read every sample.",
                DataSetOptions.Set,
                Verify),
        };

    private static int List(DataListOptions options, CancellationToken ct)
    {
        DatasetRow[] rows =
        [
            .. DatasetCatalog.Entries.Select(entry => new DatasetRow
            {
                Name = entry.Name,
                Description = entry.Description,
                License = entry.License,
                NeedsDirectory = entry.NeedsDirectory,
                Folds = entry.Folds,
            }),
        ];
        Terminal.WriteLines(
            TextTable.Aligned([
                ["data set", "read from", "holds"],
                .. rows.Select(row => (string[])[row.Name, row.NeedsDirectory ? "--data-dir" : "built in", row.Description]),
            ]));
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
        DatasetReport report = NameResolver.Check(options.Name, options.Data, ct);
        Refuse(options.Name, report.Problems);
        DataSplits data = NameResolver.Data(options.Name, options.Data);
        Terminal.WriteLine(
            $"{(report.Checksums > 0 ? $"{report.Checksums:N0} checksums" : "No checksums known")}; "
                + $"{report.Samples:N0} samples read, all in order.");
        return Print(DatasetFacts.Create(NameResolver.Entry(options.Name), data) with { Checksums = report.Checksums }, options.Json);
    }

    private static void Refuse(string name, IReadOnlyList<DataException> problems)
    {
        if (problems.Count == 0)
            return;
        if (problems.Count == 1)
            throw problems[0];
        foreach (DataException problem in problems)
            Terminal.WriteLine($"Damaged: {problem.Message}");
        throw new DataException(
            $"{name}: expected files and samples that can be read, got {problems.Count:N0} that cannot; replace or remove them.");
    }

    private static int Print(DataInfoOutput facts, bool json)
    {
        foreach ((string name, string value) in DatasetFacts.Lines(facts))
            Terminal.WriteLine($"{name,-12} {value}");
        StandardOutput.PrintJson(json, () => facts);
        return ExitCode.Done;
    }
}
