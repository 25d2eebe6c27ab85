using L2BN.Data.Catalog;
using L2BN.Data.Shifts;
using L2BN.Lab.Shared;

namespace L2BN.Lab.Compare;

/// <summary>One comparison of a command: one data set, one network and one batch size.</summary>
internal sealed record ComparisonPlan
{
    /// <summary>What all comparisons of the command have in common.</summary>
    public required CompareOptions Options { get; init; }
    public required DatasetEntry Data { get; init; }
    public string? DataDir { get; init; }
    public required string Model { get; init; }
    public required int BatchSize { get; init; }
    public required int Epochs { get; init; }
    public required int Seeds { get; init; }
    public required IReadOnlyList<ChosenShift> Shifts { get; init; }

    /// <summary>Numbers of pairs at which the result is looked at; empty for one look at the end.</summary>
    public required IReadOnlyList<int> Looks { get; init; }

    /// <summary>Name of its folder below that of the matrix.</summary>
    public string Folder => $"{Data.Name}-{Model}-b{BatchSize}";
}

/// <summary>The comparisons of a command: lists of models, data sets and batch sizes make several.</summary>
internal static class ComparisonMatrix
{
    private const int DefaultSeeds = 6;

    /// <summary>Every combination, data sets outermost, batch sizes innermost; names are checked, defaults depend on images or
    /// sound.</summary>
    /// <exception cref="UsageException">A name is unknown, or the numbers of seeds and folds do not fit.</exception>
    public static IReadOnlyList<ComparisonPlan> Create(CompareOptions options) =>
        [.. from data in List("--data", options.Data)
            let entry = NameResolver.Entry(data)
            let defaults = DataDefaults.For(entry)
            from model in List("--model", options.Model ?? defaults.Model)
            let seeds = Seeds(options, entry)
            from batch in options.BatchSizes is { Count: > 0 } sizes ? sizes : [defaults.BatchSize]
            select new ComparisonPlan
            {
                Options = options,
                Data = entry,
                DataDir = entry.NeedsDirectory ? options.DataDir : null,
                Model = NameResolver.Model(model),
                BatchSize = batch,
                Epochs = options.Epochs ?? defaults.Epochs,
                Seeds = seeds.Seeds,
                Looks = seeds.Looks,
                Shifts = NameResolver.Resolve("--shifts", () => ShiftCatalog.Parse(options.Shifts, entry.Features is not null)),
            }];

    private static SeedPlan Seeds(CompareOptions options, DatasetEntry entry)
    {
        SeedPlan? given = options.Seeds is { } text ? SeedPlan.Parse(text) : null;
        if (options.Fold != "all")
            return given ?? new SeedPlan(DefaultSeeds, []);
        if (entry.Folds == 0)
            throw new UsageException($"--fold: expected a data set with folds, got {entry.Name}; leave --fold out.");
        SeedPlan seeds = given ?? new SeedPlan(entry.Folds, []);
        return seeds.Looks.Append(seeds.Seeds).All(pairs => pairs % entry.Folds == 0)
            ? seeds
            : throw new UsageException(
                $"--seeds: expected a multiple of {entry.Folds}, the folds that --fold all takes in turns, got {options.Seeds}.");
    }

    private static string[] List(string option, string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 ? [.. names.Distinct()] : throw new UsageException($"{option}: expected at least one name, got '{text}'.");
    }
}
