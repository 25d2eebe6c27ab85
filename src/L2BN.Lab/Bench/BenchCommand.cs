using System.CommandLine;
using L2BN.Lab.Shared;
using L2BN.Results;
using L2BN.Results.Output;
using TorchSharp;

namespace L2BN.Lab.Bench;

/// <summary>What <c>l2bn bench</c> takes.</summary>
internal sealed record BenchOptions : CommandOptions
{
    public static OptionSet<BenchOptions> Set { get; } = new OptionSet<BenchOptions>()
        .Text(
            o => o.Formats,
            "--formats",
            "Formats of the layer table, separated by commas, each measured in full: "
                + string.Join(", ", LayerFormat.All.Select(format => format.Name))
                + ". Default: the first in full, of the others forward and backward together.")
        .Switch(o => o.Quick, "--quick", "Fewer shapes and rounds, and of the formats the first.")
        .Include(o => o.Torch, TorchOptions.ThreadsOnly)
        .Switch(o => o.DefaultMalloc, "--default-malloc", "Leave malloc as it is, to see what keeping freed memory brings.");

    public string? Formats { get; init; }
    public bool Quick { get; init; }
    public TorchOptions Torch { get; init; } = new();
    public bool DefaultMalloc { get; init; }
}

/// <summary><c>l2bn bench</c>: what the layer costs on this machine, next to libtorch's BatchNorm.</summary>
internal static class BenchCommand
{
    private const int Rounds = 9, NetworkRounds = 19;
    private const int OtherFormatRounds = 5;
    private const int QuickRounds = 5, QuickNetworkRounds = 6;

    public static Command Create() => LabCommand.Create(
        "bench", "Time the layer and whole training steps against libtorch's BatchNorm, on this machine.", BenchOptions.Set, Run);

    private static int Run(BenchOptions options, CancellationToken ct)
    {
        IReadOnlyList<LayerFormat>? formats = options.Formats is null ? null : LayerFormat.ParseList(options.Formats);
        TorchSetup.Prepare(options.Torch.Threads, "cpu", reuseMemory: !options.DefaultMalloc);
        BenchOutput output = Measure(formats, options.Quick, options.Torch.Threads, ct);
        BenchTables.Print(output, Console.Error);
        StandardOutput.PrintJson(options.Json, () => output);
        return ExitCode.Done;
    }

    private static BenchOutput Measure(IReadOnlyList<LayerFormat>? formats, bool quick, int threads, CancellationToken ct)
    {
        int rounds = quick ? QuickRounds : Rounds;
        NetworkBench network = new(quick ? QuickNetworkRounds : NetworkRounds, ct);
        ControlBench controls = new(rounds, ct);
        IReadOnlyList<LayerFormat> all = quick ? [LayerFormat.Float32Contiguous] : LayerFormat.All;
        return new BenchOutput
        {
            Machine = MachineFacts.Read(torch.get_num_threads()),
            TriadGbS = Step("memory bandwidth", () => Triad.Measure(threads), ct),
            Layer = [.. (formats ?? all).SelectMany(format => Layer(format, isFull: formats is not null, quick, rounds, ct))],
            Network = [.. NetworkBench.Cases.Take(quick ? 1 : int.MaxValue)
                .Select(one => Step($"training step of {one.Model}", () => network.Measure(one), ct))],
            Controls = Step("controls", () => controls.Measure().Take(quick ? 2 : int.MaxValue).ToArray(), ct),
        };
    }

    private static IEnumerable<LayerRow> Layer(LayerFormat format, bool isFull, bool quick, int rounds, CancellationToken ct)
    {
        LayerBench layer = isFull || format == LayerFormat.Float32Contiguous
            ? new(rounds, format, isFull: true, ct)
            : new(OtherFormatRounds, format, isFull: false, ct);
        return LayerBench.Shapes.Take(quick ? 3 : int.MaxValue).SelectMany(shape =>
            Step($"layer {string.Join('×', shape)}, {format.Name}", () => layer.Measure(shape).ToArray(), ct));
    }

    private static T Step<T>(string what, Func<T> measure, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Terminal.WriteLine($"measuring {what}");
        return measure();
    }
}
