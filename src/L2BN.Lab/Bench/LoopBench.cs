using System.Diagnostics;
using L2BN.Data;
using L2BN.Data.Augmentation;
using L2BN.Data.Catalog;
using L2BN.Models;
using L2BN.Models.Norms;
using L2BN.Results;
using L2BN.Results.Output;
using L2BN.Scalars;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>The lab's whole loop (data, augmentation, step, accuracy, schedule, progress) against the bare step on one resident
/// batch.</summary>
/// <remarks>
/// A run of the trainer is stopped after every few steps for as many bare ones: the two are timed side by side and in the same heap. The
/// input pipeline may fill its queue of four batches meanwhile, a small part of a turn's.
/// </remarks>
internal sealed class LoopBench(string network, int batch, int rounds, ComputeFormat format)
{
    public ControlRow Measure(CancellationToken ct)
    {
        DataSplits data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions());
        (int channels, int height, int width) = data.Train.Shape;
        using var bare = new TrainingStep(new NetworkCase(network, batch, (channels, height, width), 1), "l2bn", format);
        LoopTurns turns = Train(data, bare, ct);
        return new ControlRow
        {
            Name = $"whole training loop of the lab / bare step ({network}, batch {batch}, {format.Name})",
            L2bnMs = Quantiles.Median(turns.Times.Select(time => time.Loop)),
            OtherMs = Quantiles.Median(turns.Times.Select(time => time.Bare)),
            Ratio = Location([.. turns.Ratios]),
        };
    }

    private LoopTurns Train(DataSplits data, TrainingStep bare, CancellationToken ct)
    {
        random.manual_seed(0);
        (int channels, int height, int width) = data.Train.Shape;
        using nn.Module<Tensor, Tensor> model = ModelCatalog.Create(
            network,
            new ModelOptions { SampleInput = (channels, height, width), Norm = NormSpec.Parse("l2bn") });
        using var turns = new LoopTurns(bare.Run, data.Train.Count / batch / 3 - 1, rounds);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, turns.Enough);
        try
        {
            var options = new TrainerOptions
            {
                Epochs = 1000,
                BatchSize = batch,
                Augmentation = Augmentations.Standard(data.Train.Shape),
                MemoryFormat = format.Layout,
                Precision = format.Precision,
            };
            new Trainer(model, data, options).Run(turns, stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }

        return turns;
    }

    // Hodges and Lehmann's estimate, the median of the means of all pairs: stray rounds hardly move it, and it scatters less than the
    // median.
    private static double Location(double[] ratios) =>
        Quantiles.Median(ratios.SelectMany((a, i) => ratios.Skip(i).Select(b => (a + b) / 2)));
}

/// <summary>Times a run's steps in turn with bare ones; the first step of either's turn, and the first turns of all, are not
/// timed: the runtime compiles what a run calls often a second time, on a core that the step needs.</summary>
/// <param name="bare">One bare step.</param>
/// <param name="turn">Timed steps of a turn, &gt; 0.</param>
/// <param name="rounds">Turns of either to keep; then <see cref="Enough"/> stops the run.</param>
internal sealed class LoopTurns(Action bare, int turn, int rounds) : ITrainingObserver, IDisposable
{
    private const int Untimed = -1, WarmTurns = 2;
    private readonly CancellationTokenSource _enough = new();
    private readonly List<(double Loop, double Bare)> _times = [];
    private long _start;
    private int _done = Untimed;

    /// <summary>Canceled when all rounds are timed.</summary>
    public CancellationToken Enough => _enough.Token;

    /// <summary>Milliseconds per step of the rounds.</summary>
    public IReadOnlyList<(double Loop, double Bare)> Times => _times[WarmTurns..];

    /// <summary>Each round's loop over the mean of the bare turns before and after it, so that a machine that slows down or speeds up
    /// cancels.</summary>
    public IEnumerable<double> Ratios =>
        Enumerable.Range(WarmTurns, _times.Count - WarmTurns).Select(k => 2 * _times[k].Loop / (_times[k - 1].Bare + _times[k].Bare));

    public void OnStep(long step, long steps)
    {
        if (_done == Untimed)
            _start = Stopwatch.GetTimestamp();
        if (++_done < turn)
            return;
        _times.Add((Milliseconds(), Bare()));
        if (_times.Count == WarmTurns + rounds)
            _enough.Cancel();
        _done = Untimed;
    }

    // An evaluation is not part of a step: the turn that it interrupts starts again.
    public void OnEpoch(EpochRecord epoch) => _done = Untimed;

    public void Dispose() => _enough.Dispose();

    private double Bare()
    {
        bare();
        _start = Stopwatch.GetTimestamp();
        for (int i = 0; i < turn; i++)
            bare();
        return Milliseconds();
    }

    private double Milliseconds() => Stopwatch.GetElapsedTime(_start).TotalMilliseconds / turn;
}
