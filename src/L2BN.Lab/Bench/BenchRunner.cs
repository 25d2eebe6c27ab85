using L2BN.Lab.Shared;
using L2BN.Results;
using TorchSharp;

namespace L2BN.Lab.Bench;

/// <summary>Runs the benchmark and prints its tables.</summary>
internal static class BenchRunner
{
    private const int Rounds = 9, NetworkRounds = 19;
    private const int QuickRounds = 5, QuickNetworkRounds = 6;

    public static int Run(bool quick, int threads, bool reuseMemory, bool json, CancellationToken ct)
    {
        TorchSetup.Prepare(threads, "cpu", reuseMemory);
        var screen = new BenchScreen(Console.Error);
        BenchRecord record = Measure(quick, threads, screen, ct);
        screen.Show(record);
        if (json) Console.Out.WriteLine(BenchJson.Line(record));
        return ExitCode.Done;
    }

    private static BenchRecord Measure(bool quick, int threads, BenchScreen screen, CancellationToken ct)
    {
        int rounds = quick ? QuickRounds : Rounds;
        var layer = new LayerBench(rounds, ct);
        var network = new NetworkBench(quick ? QuickNetworkRounds : NetworkRounds, ct);
        var controls = new ControlBench(rounds, ct);
        return new BenchRecord
        {
            Machine = MachineFacts.Read(torch.get_num_threads()),
            TriadGbS = screen.Step("memory bandwidth", () => Triad.Measure(threads), ct),
            Layer = [.. LayerBench.Shapes.Take(quick ? 3 : int.MaxValue)
                .SelectMany(shape => screen.Step($"layer {string.Join('×', shape)}", () => layer.Measure(shape).ToArray(), ct))],
            Network = [.. NetworkBench.Cases.Take(quick ? 1 : int.MaxValue)
                .Select(one => screen.Step($"training step of {one.Model}", () => network.Measure(one), ct))],
            Controls = screen.Step("controls", () => controls.Measure().Take(quick ? 2 : int.MaxValue).ToArray(), ct),
        };
    }
}
