using System.CommandLine;
using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Lab.Bench;
using L2BN.Lab.Shared;
using L2BN.Models;
using L2BN.Reporting;
using L2BN.Results.Output;

namespace L2BN.Lab.Models;

/// <summary>What <c>l2bn models</c> takes.</summary>
internal sealed record ModelsOptions : CommandOptions
{
    public static OptionSet<ModelsOptions> Set { get; } = new OptionSet<ModelsOptions>()
        .Text(o => o.Model, "--model", "Only these, separated by commas [default: all].")
        .Switch(o => o.Time, "--time", "Measure training steps and their peak memory with every norm of --norms.")
        .Text(o => o.Norms, "--norms", "Norms to measure with --time; the first is what ratios refer to.")
        .Whole(o => o.Rounds, "--rounds", "Timed steps of each norm, which take turns.", least: 1)
        .Text(o => o.Data, "--data", "Data set whose samples --time takes [default: noise of the model's own input size].")
        .Text(o => o.DataDir, "--data-dir", "Folder of the data set where it is on disk.")
        .Whole(o => o.BatchSize, "--batch-size", "Samples per step with --time.", least: 2)
        .Include(o => o.Format, FormatOptions.Create("contiguous, float32"))
        .Include(o => o.Torch, TorchOptions.ThreadsOnly)
        .Switch(o => o.DefaultMalloc, "--default-malloc", "Leave malloc as it is, to see what keeping freed memory brings and costs.")
        .Switch(o => o.Markdown, "--markdown", "Print the table as Markdown on standard output.");

    public string? Model { get; init; }
    public bool Time { get; init; }
    public string Norms { get; init; } = "bn,l2bn";
    public int Rounds { get; init; } = 5;
    public string? Data { get; init; }
    public string? DataDir { get; init; }
    public int BatchSize { get; init; } = 8;
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
    public bool DefaultMalloc { get; init; }
    public bool Markdown { get; init; }
}

/// <summary><c>l2bn models</c>: lists the networks and, with <c>--time</c>, measures them.</summary>
internal static class ModelsCommand
{
    public static Command Create() =>
        LabCommand.Create(
            "models",
            "List the networks: name, input, parameters, multiply-adds, norms; with --time what a step costs.",
            ModelsOptions.Set,
            Run);

    private static int Run(ModelsOptions options, CancellationToken ct)
    {
        if (options is { Markdown: true, Json: true })
            throw new UsageException("Expected either --markdown or --json, got both; each prints on standard output.");
        string[] names = options.Model?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        foreach (string name in names)
            NameResolver.Model(name);
        string[] norms = [.. NameResolver.Norms(options.Norms).Select(norm => norm.ToString())];
        DataSplits? data = Data(options);
        ComputeFormat format = options.Format.Resolve(ComputeFormat.Default);
        if (options.Time)
            TorchSetup.Prepare(options.Torch.Threads, "cpu", format, reuseMemory: !options.DefaultMalloc);
        else if (options.Format.IsGiven)
            throw new UsageException($"{FormatOptions.LayoutName}, {FormatOptions.PrecisionName}: expected --time, which they are for.");
        ModelRow[] rows = [.. ModelCatalog.Entries.Where(model => names.Length == 0 || names.Contains(model.Name))
            .Select(model => Row(model, options, norms, format, data, ct))];
        Print(rows, options);
        return ExitCode.Done;
    }

    private static void Print(IReadOnlyList<ModelRow> rows, ModelsOptions options)
    {
        IReadOnlyList<string[]> table = options.Time ? ModelTable.Timed(rows) : ModelTable.Counted(rows);
        Terminal.WriteLines(TextTable.Aligned(table));
        if (options.Time)
            Terminal.WriteLine(
                $"Training steps of {options.BatchSize} samples on {options.Torch.Threads} threads; medians of "
                    + $"{options.Rounds} rounds in which the norms take turns; "
                    + "memory is the most that the process uses with one norm alone, libraries included.");
        if (options.Markdown)
            StandardOutput.Write(ModelTable.Markdown(table));
        StandardOutput.PrintJson(options.Json, () => new ModelsOutput { Models = rows });
    }

    private static DataSplits? Data(ModelsOptions options)
    {
        if (options.Data is not { } name)
            return null;
        if (!options.Time)
            throw new UsageException("--data: expected --time, which takes its samples from there; add --time, or leave --data out.");
        DataSplits data = NameResolver.Data(name, new DataOptions { Directory = options.DataDir });
        return options.BatchSize <= data.Train.Count
            ? data
            : throw new UsageException(
                $"--batch-size: expected at most the {data.Train.Count} samples of {data.Train.Name}, got {options.BatchSize}.");
    }

    private static ModelRow Row(
        ModelInfo model, ModelsOptions options, IReadOnlyList<string> norms, ComputeFormat format, DataSplits? data, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        (int channels, int height, int width) = model.SampleInput;
        ModelRow row = new()
        {
            Name = model.Name,
            Input = [channels, height, width],
            Classes = model.Classes,
            Parameters = model.Parameters,
            MultiplyAdds = model.MultiplyAdds,
            Norms = model.Norms,
            Description = model.Description,
        };
        if (!options.Time)
            return row;
        Terminal.WriteLine($"measuring {model.Name}");
        using StepBatch batch = data is null
            ? StepBatch.CreateRandom(model.SampleInput, options.BatchSize)
            : StepBatch.FromData(data, options.BatchSize);
        return row with
        {
            Batch = batch.Count,
            Sample = [batch.Input.Channels, batch.Input.Height, batch.Input.Width],
            Costs = StepCosts.Measure(model.Name, norms, format, batch, options.Rounds, ct),
        };
    }
}
