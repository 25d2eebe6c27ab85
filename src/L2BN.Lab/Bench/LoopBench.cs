using L2BN.Data;
using L2BN.Models;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>The lab's whole loop (data, augmentation, step, accuracy, schedule, progress) against the bare step on one resident batch.</summary>
/// <remarks>
/// A run of the trainer is stopped after every few steps for as many bare ones: the two are timed side by side and in the same heap. The
/// input pipeline may fill its queue of four batches meanwhile, a small part of a turn's.
/// </remarks>
internal sealed class LoopBench(string network, int batch, int rounds)
{
    public ControlRow Measure(CancellationToken ct)
    {
        DataSplits data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions());
        var (channels, height, width) = data.Train.Shape;
        using var bare = new TrainingStep(new NetworkCase(network, batch, (channels, height, width), 1), "l2bn");
        LoopTurns turns = Train(data, bare, ct);
        return new ControlRow
        {
            Name = $"whole training loop of the lab / bare step ({network}, batch {batch})",
            L2bnMs = Quantiles.Median(turns.Times.Select(time => time.Loop)),
            OtherMs = Quantiles.Median(turns.Times.Select(time => time.Bare)),
            Ratio = Location([.. turns.Ratios]),
        };
    }

    private LoopTurns Train(DataSplits data, TrainingStep bare, CancellationToken ct)
    {
        random.manual_seed(0);
        var (channels, height, width) = data.Train.Shape;
        using var model = ModelCatalog.Create(network, new ModelOptions { SampleInput = (channels, height, width), Norm = NormSpec.Parse("l2bn") });
        using var turns = new LoopTurns(bare.Run, data.Train.Count / batch / 3 - 1, rounds);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, turns.Enough);
        try
        {
            var options = new TrainerOptions { Epochs = 1000, BatchSize = batch, Augmentation = Augmentations.Standard(data.Train.Shape) };
            new Trainer(model, data, options).Run(turns, stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }

        return turns;
    }

    // Hodges and Lehmann's estimate, the median of the means of all pairs: stray rounds hardly move it, and it scatters less than the median.
    private static double Location(double[] ratios) => Quantiles.Median(ratios.SelectMany((a, i) => ratios.Skip(i).Select(b => (a + b) / 2)));
}
