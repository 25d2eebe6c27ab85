using L2BN.Lab.Benchmarking;
using L2BN.Models;
using L2BN.Reporting;

namespace L2BN.Lab.Running;

/// <summary>Lists the zoo and, where asked, times it.</summary>
internal static class ModelsRunner
{
    public static int Run(ModelsSettings settings, CancellationToken ct)
    {
        if (settings is { Markdown: true, Json: true }) throw new UsageException("Give either --markdown or --json: both print on standard output.");
        foreach (string name in settings.Names) Names.CheckModel(name);
        TorchSetup.Prepare(settings.Threads, "cpu", reuseMemory: !settings.DefaultMalloc);
        ModelRow[] rows = [.. ModelCatalog.Entries.Where(model => settings.Names.Count == 0 || settings.Names.Contains(model.Name)).Select(model => Row(model, settings, ct))];
        string[][] table = [ModelTable.Head(settings.Time), .. rows.Select(row => ModelTable.Cells(row, settings.Time))];
        Console.Error.WriteLine(TextTable.Aligned(table));
        if (settings.Time) Console.Error.WriteLine($"Training steps of {settings.Batch} samples on {settings.Threads} threads; memory is the most that the process held, libraries included.");
        if (settings.Markdown) Console.Out.Write(ModelTable.Markdown(table));
        if (settings.Json) Console.Out.WriteLine(ModelsJson.Line(new ModelsRecord { Models = rows }));
        return ExitCode.Done;
    }

    private static ModelRow Row(ModelInfo model, ModelsSettings settings, CancellationToken ct)
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
        return row with { Batch = settings.Batch, Bn = StepCost.Measure(model, "bn", settings.Batch), L2bn = StepCost.Measure(model, "l2bn", settings.Batch) };
    }
}

/// <summary>What <c>l2bn models</c> was asked.</summary>
internal sealed record ModelsSettings
{
    public required IReadOnlyList<string> Names { get; init; }
    public required bool Time { get; init; }
    public required int Batch { get; init; }
    public required int Threads { get; init; }
    public required bool DefaultMalloc { get; init; }
    public required bool Markdown { get; init; }
    public required bool Json { get; init; }
}
