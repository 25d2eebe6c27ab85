using L2BN.Models;
using L2BN.Results.Output;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>A whole training step (forward, loss, backward, SGD) of a network with BatchNorm, with L2BN composed and fused, and with
/// neither norm nor activation.</summary>
internal sealed class NetworkBench(int rounds, CancellationToken ct)
{
    private const int TimedSteps = 2;

    public static IReadOnlyList<NetworkCase> Cases { get; } =
    [
        new("resnet20", 128, (3, 32, 32), 1), new("resnet18", 8, (3, 224, 224), 2), new("asc_resnet", 4, (3, 128, 400), 3),
    ];

    // A step of the large networks takes seconds and so long a memory that the step before it does not matter.
    private PairedTiming Time(NetworkCase network, params IReadOnlyList<Action> steps) => network.Weight == 1
        ? PairedTiming.RunTurns(rounds, TimedSteps, ct, steps)
        : PairedTiming.Run(Math.Max(3, rounds / network.Weight / 2), ct, steps);

    public NetworkRow Measure(NetworkCase network)
    {
        using var bn = new TrainingStep(network, "bn");
        using var composed = new TrainingStep(network, "l2bn") { Composed = true };
        using var l2bn = new TrainingStep(network, "l2bn");
        using var none = new TrainingStep(network, "none");
        PairedTiming timing = Time(network, bn.Run, composed.Run, l2bn.Run, none.Run);
        return new NetworkRow
        {
            Model = network.Model,
            Batch = network.Batch,
            BnMs = timing.Median(0),
            ComposedMs = timing.Median(1),
            L2bnMs = timing.Median(2),
            NoneMs = timing.Median(3),
            RatioBn = timing.Ratio(2, 0),
            RatioComposed = timing.Ratio(2, 1),
            ShareRatio = timing.MedianOf(ms => ms[2] - ms[3]) / timing.MedianOf(ms => ms[0] - ms[3]),
            SpreadBn = timing.Spread(2, 0),
        };
    }
}

/// <summary>A network at a batch and an input; weight says how much longer its step is than the first one's.</summary>
internal sealed record NetworkCase(string Model, int Batch, SampleShape Input, int Weight);
