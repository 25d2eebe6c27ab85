using L2BN.Data;
using L2BN.Lab.Compare;
using L2BN.Models;

namespace L2BN.Lab.Shared;

/// <summary>Resolves the names a user typed; an unknown one is a usage error that lists what exists.</summary>
internal static class NameResolver
{
    public static IReadOnlyList<NormSpec> Norms(string text) => Resolve("--norms", () => NormSpec.ParseList(text));

    public static void CheckModel(string name) => Resolve("--model", () => ModelCatalog.Find(name));

    public static string Model(string name) => Resolve("--model", () => ModelCatalog.Find(name)).Name;

    public static DatasetEntry Entry(string name) => Resolve("--data", () => DatasetCatalog.Find(name));

    /// <summary>The data of a cell: one entry, or one per fold.</summary>
    public static IReadOnlyList<DataSplits> Data(CompareSettings cell)
    {
        DatasetEntry entry = Entry(cell.Data);
        CheckFolder(entry, cell.DataDir);
        return Warned(cell.Fold == "all"
            ? [.. Enumerable.Range(1, entry.Folds).Select(fold => Data(cell, fold))]
            : [Data(cell, Fold(cell.Fold))]);
    }

    private static int? Fold(string? text) => text is null ? null
        : int.TryParse(text, null, out int fold) ? fold
        : throw new UsageException($"--fold expects a number or all; got '{text}'.");

    private static DataSplits Data(CompareSettings cell, int? fold)
    {
        string options = fold is null ? "--train-size" : "--fold, --train-size";
        var asked = new DataOptions { Directory = cell.DataDir, TrainSize = cell.TrainSize, Seed = cell.Seed, Fold = fold };
        DataSplits data = Resolve(options, () => DatasetCatalog.Open(cell.Data, asked));
        return Resolve("--label-noise", () => LabelNoise.Apply(data, cell.LabelNoise, cell.Seed)) with { Options = CheckpointData.Facts(asked, cell.LabelNoise) };
    }

    public static NormSpec Norm(string text) => Resolve("--norm", () => NormSpec.Parse(text));

    /// <summary>Opens a data set outside a comparison.</summary>
    public static DataSplits Data(string name, DataOptions options)
    {
        CheckFolder(Entry(name), options.Directory);
        return Warned([Resolve("--data", () => DatasetCatalog.Open(name, options))])[0];
    }

    /// <summary>Whether a network can train on crops and be tested on the full width; those for sound can.</summary>
    public static bool TakesAnyWidth(string model) => model.StartsWith("asc_", StringComparison.Ordinal);

    // Whatever a command does with the data, its user should know what is odd about it.
    private static IReadOnlyList<DataSplits> Warned(IReadOnlyList<DataSplits> folds)
    {
        foreach (string warning in folds.SelectMany(fold => fold.Warnings).Distinct()) Console.Error.WriteLine($"Warning: {warning}");
        return folds;
    }

    private static void CheckFolder(DatasetEntry entry, string? folder)
    {
        if (!entry.NeedsDirectory || folder is not null || DatasetCatalog.DownloadedFolder(entry) is not null) return;
        string fetch = DatasetReleases.TryFind(entry.Name) is null ? "" : $", or fetch it: l2bn data get {entry.Name}";
        throw new UsageException($"{entry.Name} is read from a folder: say where it lies with --data-dir DIR{fetch}.");
    }

    public static T Resolve<T>(string option, Func<T> resolve)
    {
        try
        {
            return resolve();
        }
        catch (ArgumentException unknown)
        {
            throw new UsageException($"{option}: {unknown.Message}");
        }
    }
}
