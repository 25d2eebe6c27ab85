using L2BN.Data;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>What one comparison of a command is; lists of models, data sets and batch sizes make several.</summary>
internal static class ComparisonMatrix
{
    /// <summary>Every combination, data sets outermost, batch sizes innermost; names are checked, defaults depend on images or sound.</summary>
    public static IReadOnlyList<CompareSettings> Of(CompareSettings settings) =>
        [.. from data in List("--data", settings.Data)
            let entry = NameResolver.Entry(data)
            let defaults = DataDefaults.Of(entry)
            from model in List("--model", settings.Model ?? defaults.Model)
            from batch in settings.BatchSizes is { Count: > 0 } sizes ? sizes : [defaults.BatchSize]
            select settings with
            {
                Data = data,
                DataDir = entry.NeedsDirectory ? settings.DataDir : null,
                Model = NameResolver.Model(model),
                BatchSizes = [batch],
                EpochsAsked = settings.EpochsAsked ?? defaults.Epochs,
                SeedsAsked = Seeds(settings, entry),
            }];

    /// <summary>The folder of one cell below that of the matrix.</summary>
    public static string Folder(CompareSettings cell) => $"{cell.Data}-{cell.Model}-b{cell.BatchSize}";

    private static int Seeds(CompareSettings settings, DatasetEntry entry)
    {
        if (settings.Fold != "all") return settings.SeedsAsked ?? 6;
        if (entry.Folds == 0) throw new UsageException($"--fold: {entry.Name} has no folds; leave --fold out.");
        int seeds = settings.SeedsAsked ?? entry.Folds;
        return seeds % entry.Folds == 0 ? seeds
            : throw new UsageException($"--fold all: every one of the {entry.Folds} folds takes its turn; --seeds expects a multiple of {entry.Folds}, got {seeds}.");
    }

    private static string[] List(string option, string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) throw new UsageException($"{option} expects at least one name; got '{text}'.");
        return [.. names.Distinct()];
    }
}
