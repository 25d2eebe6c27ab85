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

    /// <summary>The step in one format.</summary>
    /// <param name="network">The network.</param>
    /// <param name="format">The format of every arm.</param>
    /// <param name="composes">Whether the composed form is measured too.</param>
    public NetworkRow Measure(NetworkCase network, ComputeFormat format, bool composes)
    {
        using var bn = new TrainingStep(network, "bn", format);
        using var l2bn = new TrainingStep(network, "l2bn", format);
        using var none = new TrainingStep(network, "none", format);
        using TrainingStep? composed = composes ? new TrainingStep(network, "l2bn", format) { Composed = true } : null;
        List<Action> arms = [bn.Run, l2bn.Run, none.Run];
        if (composed is not null)
            arms.Add(composed.Run);
        PairedTiming timing = Time(network, arms);
        return new NetworkRow
        {
            Format = format.Name,
            Model = network.Model,
            Batch = network.Batch,
            BnMs = timing.Median(0),
            ComposedMs = composes ? timing.Median(3) : null,
            L2bnMs = timing.Median(1),
            NoneMs = timing.Median(2),
            RatioBn = timing.Ratio(1, 0),
            RatioComposed = composes ? timing.Ratio(1, 3) : null,
            ShareRatio = timing.MedianOf(ms => ms[1] - ms[2]) / timing.MedianOf(ms => ms[0] - ms[2]),
            SpreadBn = timing.Spread(1, 0),
        };
    }

    /// <summary>Each norm in the format in which it was fastest, one beside the other.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rows">What was measured of it in each format.</param>
    public BestRow MeasureBest(NetworkCase network, IEnumerable<NetworkRow> rows)
    {
        NetworkRow[] own = [.. rows.Where(row => row.Model == network.Model)];
        ComputeFormat bnFormat = Find(own.MinBy(row => row.BnMs)!), l2bnFormat = Find(own.MinBy(row => row.L2bnMs)!);
        using var bn = new TrainingStep(network, "bn", bnFormat);
        using var l2bn = new TrainingStep(network, "l2bn", l2bnFormat);
        PairedTiming timing = Time(network, bn.Run, l2bn.Run);
        return new BestRow
        {
            Model = network.Model,
            BnMs = timing.Median(0),
            BnFormat = bnFormat.Name,
            L2bnMs = timing.Median(1),
            L2bnFormat = l2bnFormat.Name,
            Ratio = timing.Ratio(1, 0),
        };
    }

    private static ComputeFormat Find(NetworkRow row) => ComputeFormat.All.Single(format => format.Name == row.Format);
}

/// <summary>A network at a batch and an input; weight says how much longer its step is than the first one's.</summary>
internal sealed record NetworkCase(string Model, int Batch, SampleShape Input, int Weight);
