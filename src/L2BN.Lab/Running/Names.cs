using L2BN.Data;
using L2BN.Models;

namespace L2BN.Lab.Running;

/// <summary>Resolves the names a user typed; an unknown one is a usage error that lists what exists.</summary>
internal static class Names
{
    public static IReadOnlyList<NormSpec> Norms(string text) => Resolve("--norms", () => NormSpec.ParseList(text));

    public static void CheckModel(string name) => Resolve("--model", () => ModelCatalog.Find(name));

    public static DataSplits Data(CompareSettings settings)
    {
        DatasetEntry entry = Resolve("--data", () => DatasetCatalog.Find(settings.Data));
        if (entry.NeedsDirectory && settings.DataDir is null)
            throw new UsageException($"--data {entry.Name} is read from a folder: say where it lies with --data-dir DIR.");
        return Resolve("--train-size", () => DatasetCatalog.Open(
            settings.Data, new DataOptions { Directory = settings.DataDir, TrainSize = settings.TrainSize, Seed = settings.Seed }));
    }

    private static T Resolve<T>(string option, Func<T> resolve)
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
