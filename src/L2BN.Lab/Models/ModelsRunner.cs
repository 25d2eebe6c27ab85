using L2BN.Data;
using L2BN.Lab.Bench;
using L2BN.Lab.Shared;
using L2BN.Models;
using L2BN.Reporting;

namespace L2BN.Lab.Models;

/// <summary>Lists the zoo and, where asked, times it.</summary>
internal static class ModelsRunner
{
    public static int Run(ModelsSettings settings, CancellationToken ct)
    {
        if (settings is { Markdown: true, Json: true }) throw new UsageException("Give either --markdown or --json: both print on standard output.");
        foreach (string name in settings.Names) NameResolver.CheckModel(name);
        string[] norms = [.. NameResolver.Norms(settings.Norms).Select(norm => norm.ToString())];
        DataSplits? data = Data(settings);
        TorchSetup.Prepare(settings.Threads, "cpu", reuseMemory: !settings.DefaultMalloc);
        ModelRow[] rows = [.. ModelCatalog.Entries.Where(model => settings.Names.Count == 0 || settings.Names.Contains(model.Name)).Select(model => Row(model, settings, norms, data, ct))];
        IReadOnlyList<string[]> table = settings.Time ? ModelTable.Timed(rows) : ModelTable.Of(rows);
        Console.Error.WriteLine(TextTable.Aligned(table));
        if (settings.Time) Console.Error.WriteLine($"Training steps of {settings.Batch} samples on {settings.Threads} threads; medians of {settings.Rounds} rounds in which the norms take turns; memory is the most that the process holds with one norm alone, libraries included.");
        if (settings.Markdown) Console.Out.Write(ModelTable.Markdown(table));
        if (settings.Json) Console.Out.WriteLine(ModelsJson.Line(new ModelsRecord { Models = rows }));
        return ExitCode.Done;
    }

    private static DataSplits? Data(ModelsSettings settings)
    {
        if (settings.Data is not null && !settings.Time) throw new UsageException("--data is what --time takes its samples from; add --time, or leave --data out.");
        if (settings.Data is not { } name) return null;
        DataSplits data = NameResolver.Data(name, new DataOptions { Directory = settings.DataDir });
        return settings.Batch <= data.Train.Count ? data
            : throw new UsageException($"--batch-size: {data.Train.Name} has {data.Train.Count} samples; got {settings.Batch}.");
    }

    private static ModelRow Row(ModelInfo model, ModelsSettings settings, IReadOnlyList<string> norms, DataSplits? data, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var (channels, height, width) = model.SampleInput;
        var row = new ModelRow
        {
            Name = model.Name,
            Input = [channels, height, width],
            Classes = model.Classes,
            Parameters = model.Parameters,
            MultiplyAdds = model.MultiplyAdds,
            Norms = model.Norms,
            Description = model.Description,
        };
        if (!settings.Time) return row;
        Console.Error.WriteLine($"measuring {model.Name}");
        using StepBatch batch = data is null ? StepBatch.Random(model.SampleInput, settings.Batch) : StepBatch.Of(data, settings.Batch);
        return row with
        {
            Batch = batch.Count,
            Sample = [batch.Input.Channels, batch.Input.Height, batch.Input.Width],
            Costs = StepCosts.Measure(model.Name, norms, batch, settings.Rounds, ct),
        };
    }
}

/// <summary>What <c>l2bn models</c> was asked.</summary>
internal sealed record ModelsSettings
{
    public required IReadOnlyList<string> Names { get; init; }
    public required bool Time { get; init; }
    public required string Norms { get; init; }
    public required int Rounds { get; init; }
    public string? Data { get; init; }
    public string? DataDir { get; init; }
    public required int Batch { get; init; }
    public required int Threads { get; init; }
    public required bool DefaultMalloc { get; init; }
    public required bool Markdown { get; init; }
    public required bool Json { get; init; }
}
