using L2BN.Data;
using L2BN.Data.Catalog;
using L2BN.Data.Checks;
using L2BN.Data.Download;
using L2BN.Models;
using L2BN.Models.Norms;

namespace L2BN.Lab.Shared;

/// <summary>Resolves the names that a user typed; an unknown one is a usage error that lists what exists.</summary>
internal static class NameResolver
{
    public static IReadOnlyList<NormSpec> Norms(string text) => Resolve("--norms", () => NormSpec.ParseList(text));

    public static NormSpec Norm(string text) => Resolve("--norm", () => NormSpec.Parse(text));

    /// <summary>The name of a model as the catalog writes it.</summary>
    public static string Model(string name) => Resolve("--model", () => ModelCatalog.Find(name)).Name;

    public static DatasetEntry Entry(string name) => Resolve("--data", () => DatasetCatalog.Find(name));

    /// <summary>Opens a data set and prints its warnings.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">How it is opened.</param>
    /// <exception cref="UsageException">There is no such data set, its folder is not given, or an option does not fit it.</exception>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static DataSplits Data(string name, DataOptions options) => Data(name, [options], "--data")[0];

    /// <summary>Opens a data set in several ways, as fold by fold, and prints every warning once.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="ways">How it is opened.</param>
    /// <param name="option">The options of the command line that a refusal is about.</param>
    /// <exception cref="UsageException">There is no such data set, its folder is not given, or an option does not fit it.</exception>
    /// <exception cref="DataException">The data cannot be read.</exception>
    public static IReadOnlyList<DataSplits> Data(string name, IEnumerable<DataOptions> ways, string option)
    {
        DatasetEntry entry = Entry(name);
        DataSplits[] opened = [.. ways.Select(way => Open(entry, way, option))];
        foreach (string warning in opened.SelectMany(data => data.Warnings).Distinct())
            Terminal.WriteLine($"Warning: {warning}");
        return opened;
    }

    /// <summary>Compares the checksums of a data set and reads all its samples.</summary>
    /// <exception cref="UsageException">There is no such data set, its folder is not given, or an option does not fit it.</exception>
    /// <exception cref="DataException">The folder is missing.</exception>
    public static DatasetReport Check(string name, DataOptions options, CancellationToken ct)
    {
        CheckFolder(Entry(name), options.Directory);
        return Resolve("--data", () => DatasetCheck.Run(name, options, ct));
    }

    /// <summary>Whether a network can train on crops and be tested on the full width; those for sound can.</summary>
    public static bool TakesAnyWidth(string model) => model.StartsWith("asc_", StringComparison.Ordinal);

    /// <summary>Turns what a catalog or a parser refuses into a usage error.</summary>
    /// <param name="option">The option of the command line that it is about.</param>
    /// <param name="resolve">Throws an <see cref="ArgumentException"/> for what is unknown or out of range.</param>
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

    private static DataSplits Open(DatasetEntry entry, DataOptions way, string option)
    {
        CheckFolder(entry, way.Directory);
        return Resolve(option, () => DatasetCatalog.Open(entry.Name, way));
    }

    private static void CheckFolder(DatasetEntry entry, string? folder)
    {
        if (!entry.NeedsDirectory || folder is not null || DatasetCatalog.DownloadedFolder(entry) is not null)
            return;
        string fetch = DatasetReleases.TryFind(entry.Name) is null ? "" : $", or fetch it: l2bn data get {entry.Name}";
        throw new UsageException($"{entry.Name}: expected a folder that it is read from, got none; give --data-dir DIR{fetch}.");
    }
}
