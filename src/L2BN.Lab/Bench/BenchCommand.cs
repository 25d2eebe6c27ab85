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
                + string.Join(", ", ComputeFormat.All.Select(format => format.Name))
                + ". Default: the first in full, of the others forward and backward together.")
        .Switch(o => o.Quick, "--quick", "Fewer shapes and rounds, and of the formats the first.")
        .Include(o => o.Format, FormatOptions.Create("all formats, as --formats says"))
        .Include(o => o.Torch, TorchOptions.ThreadsOnly)
        .Switch(o => o.DefaultMalloc, "--default-malloc", "Leave malloc as it is, to see what keeping freed memory brings.");

    public string? Formats { get; init; }
    public bool Quick { get; init; }
    public FormatOptions Format { get; init; } = new();
    public TorchOptions Torch { get; init; } = new();
    public bool DefaultMalloc { get; init; }
}

/// <summary><c>l2bn bench</c>: what the layer costs on this machine, next to libtorch's BatchNorm.</summary>
internal static class BenchCommand
{
    private const int Rounds = 9, NetworkRounds = 19;
    private const int OtherFormatRounds = 5, OtherNetworkRounds = 5;
    private const int QuickRounds = 5, QuickNetworkRounds = 6;

    public static Command Create() => LabCommand.Create(
        "bench", "Time the layer and whole training steps against libtorch's BatchNorm, on this machine.", BenchOptions.Set, Run);

    private static int Run(BenchOptions options, CancellationToken ct)
    {
        IReadOnlyList<ComputeFormat>? formats = Formats(options);
        IReadOnlyList<ComputeFormat> all = formats ?? (options.Quick ? [ComputeFormat.Default] : ComputeFormat.All);
        foreach (ComputeFormat format in all)
            TorchSetup.Prepare(options.Torch.Threads, "cpu", format, reuseMemory: !options.DefaultMalloc);
        BenchOutput output = Collect(
            Start(options.Torch.Threads),
            Parts(all, isFull: formats is not null, options, ct),
            stopped => BenchTables.Print(stopped, Console.Error));
        BenchTables.Print(output, Console.Error);
        StandardOutput.PrintJson(options.Json, () => output);
        return ExitCode.Done;
    }

    /// <summary>Adds one part of the benchmark after the other.</summary>
    /// <param name="output">What there is before the first.</param>
    /// <param name="parts">Each adds what it measures.</param>
    /// <param name="stopped">Receives what was measured before the benchmark was stopped.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal static BenchOutput Collect(
        BenchOutput output, IEnumerable<Func<BenchOutput, BenchOutput>> parts, Action<BenchOutput> stopped)
    {
        try
        {
            foreach (Func<BenchOutput, BenchOutput> part in parts)
                output = part(output);
            return output;
        }
        catch (OperationCanceledException) when (output.Layer.Count > 0)
        {
            stopped(output);
            throw;
        }
    }

    // A step of a network in bfloat16 takes a quarter of a minute where libtorch has no fast convolution for it: only where asked for.
    private static bool IsFastHere(ComputeFormat format) => format.Precision != Precision.BFloat16 || TorchSetup.HasFastBFloat16;

    // Null for the usual choice.
    private static IReadOnlyList<ComputeFormat>? Formats(BenchOptions options)
    {
        if (!options.Format.IsGiven)
            return options.Formats is null ? null : BenchFormats.ParseList(options.Formats);
        return options.Formats is null
            ? [options.Format.Resolve(ComputeFormat.Default)]
            : throw new UsageException(
                $"--formats: expected neither {FormatOptions.LayoutName} nor {FormatOptions.PrecisionName} beside it; "
                    + "give one or the other.");
    }

    private static BenchOutput Start(int threads) => new()
    {
        Machine = MachineFacts.Read(torch.get_num_threads()),
        TriadGbS = Triad.Measure(threads),
        Layer = [],
        Network = [],
        Controls = [],
    };

    // Each adds to what was measured before it, so that a benchmark that is stopped can print that.
    private static IEnumerable<Func<BenchOutput, BenchOutput>> Parts(
        IReadOnlyList<ComputeFormat> formats, bool isFull, BenchOptions options, CancellationToken ct)
    {
        int rounds = options.Quick ? QuickRounds : Rounds;
        foreach (ComputeFormat format in formats)
        {
            foreach (IReadOnlyList<LayerRow> rows in Layer(format, isFull, options.Quick, rounds, ct))
                yield return output => output with { Layer = [.. output.Layer, .. rows] };
        }

        NetworkBench first = new(options.Quick ? QuickNetworkRounds : NetworkRounds, ct), others = new(OtherNetworkRounds, ct);
        foreach (ComputeFormat format in isFull ? formats : formats.Where(IsFastHere))
        {
            bool isFirst = format == formats[0];
            foreach (NetworkCase network in NetworkBench.Cases.Take(isFirst && !options.Quick ? int.MaxValue : 1))
            {
                NetworkRow row = Step($"training step of {network.Model}, {format.Name}",
                    () => (isFirst ? first : others).Measure(network, format, composes: isFirst), ct);
                yield return output => output with { Network = [.. output.Network, row] };
            }
        }

        ComputeFormat? best = null;
        if (formats.Count > 1)
        {
            yield return output =>
            {
                BestRow row = Step("best against best", () => others.MeasureBest(NetworkBench.Cases[0], output.Network), ct);
                best = ComputeFormat.All.Single(format => format.Name == row.L2bnFormat);
                return output with { Best = row };
            };
        }

        ControlBench controls = new(rounds, best == ComputeFormat.Default ? null : best, ct);
        foreach (ControlRow row in Step("controls", () => controls.Measure().Take(options.Quick ? 2 : int.MaxValue), ct))
            yield return output => output with { Controls = [.. output.Controls, row] };
        if (!options.Quick)
        {
            IReadOnlyList<CompareRow> compare = Step("comparisons", () => CompareBench.Measure(ct), ct);
            yield return output => output with { Compare = compare };
        }
    }

    private static IEnumerable<IReadOnlyList<LayerRow>> Layer(
        ComputeFormat format, bool isFull, bool quick, int rounds, CancellationToken ct)
    {
        LayerBench layer = isFull || format == ComputeFormat.Default
            ? new(rounds, format, isFull: true, ct)
            : new(OtherFormatRounds, format, isFull: false, ct);
        return LayerShapes.All.Take(quick ? 3 : int.MaxValue).Select(shape =>
            Step($"layer {LayerShapes.Name(shape)}, {format.Name}", () => layer.Measure(shape).ToArray(), ct));
    }

    private static T Step<T>(string what, Func<T> measure, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Terminal.WriteLine($"measuring {what}");
        return measure();
    }
}
