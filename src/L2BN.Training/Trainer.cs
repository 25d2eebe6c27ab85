using System.Diagnostics;
using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Formats;
using L2BN.Results;
using L2BN.Training.Checkpoints;
using L2BN.Training.Evaluation;
using L2BN.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Trains one classifier, with an evaluation and a checkpoint after every epoch.</summary>
/// <remarks>
/// Order and augmentation are functions of (seed, epoch, index) and the learning rate is one of the step, so only the options decide the
/// result, and a run that was stopped between any two steps is resumed to the same bits.
/// </remarks>
public sealed class Trainer
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly DataSplits _data;
    private readonly TrainerOptions _options;
    private readonly Device _device;
    private readonly BatchStream _stream;
    private readonly BatchStream _test;
    private readonly BatchStream? _validation;
    private Checkpoint? _from;

    /// <summary>Prepares to train <paramref name="model"/> (logits N×K) on <paramref name="data"/>; moves it to the device of the
    /// options.</summary>
    /// <exception cref="ArgumentException">An option is outside its range, or a norm would see one value per channel
    /// (<see cref="BatchSizeException"/>).</exception>
    /// <exception cref="NotSupportedException">The options' precision is not there on this system.</exception>
    public Trainer(nn.Module<Tensor, Tensor> model, DataSplits data, TrainerOptions options)
    {
        options.Validate();
        (_data, _options, _device) = (data, options, device(options.Device));
        _model = model.to(_device);
        BatchCheck.CheckTraining(_model, data, options);
        ModelFormat.Attach(_model, new ComputeFormat(options.MemoryFormat, options.Precision));
        _stream = new BatchStream(data.Train, new BatchOptions
        {
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Shuffle = true,
            DropLast = data.Train.Count >= options.BatchSize,
            Augmentation = options.Augmentation,
            MixupAlpha = options.Mixup,
            Normalization = data.Normalization,
        });
        _test = Evaluator.Stream(data.Test, data.Normalization);
        if (data.Validation is { } validation)
            _validation = Evaluator.Stream(validation, data.Normalization);
    }

    /// <summary>Optimizer steps of an epoch.</summary>
    public long StepsPerEpoch => (_stream.BatchesPerEpoch + _options.Accumulate - 1) / _options.Accumulate;

    /// <summary>Optimizer steps of the whole run.</summary>
    public long Steps => StepsPerEpoch * _options.Epochs;

    /// <summary>Makes <see cref="Run"/> start from a checkpoint, which is disposed when it has been read.</summary>
    /// <exception cref="FileFormatException">It is of a run with more steps, as on more data: the schedule of this one would end before the
    /// run does.</exception>
    public void Resume(Checkpoint from)
    {
        ArgumentNullException.ThrowIfNull(from);
        RunPosition position = from.Position;
        long left = Math.Max(0, ((_options.Epochs - (long)position.Epoch) * StepsPerEpoch) - position.StepInEpoch);
        if (left > 0 && (position.StepInEpoch > StepsPerEpoch || position.Step > Steps - left))
            throw new FileFormatException(
                from.FilePath,
                null,
                $"expected a checkpoint of a run of {StepsPerEpoch} steps per epoch, got one at step {position.Step} after "
                    + $"{position.Epoch} epochs; use the data and the batch size of that run, or start another run with --out");
        _from = from;
    }

    /// <summary>Trains what is left of the run and evaluates the end, as it is and with running statistics re-estimated.</summary>
    /// <param name="observer">Receives every step and epoch.</param>
    /// <param name="ct">Stops between two steps, after saving where there are checkpoints.</param>
    /// <returns>The records of the epochs that this call finished, and of the end.</returns>
    /// <exception cref="DivergedException">A loss is not finite, in training or in evaluation.</exception>
    /// <exception cref="OperationCanceledException">Canceled between two steps.</exception>
    /// <exception cref="FileFormatException">The checkpoint to resume from is damaged or of another model.</exception>
    public (IReadOnlyList<EpochRecord> Epochs, FinalRecord Final) Run(ITrainingObserver observer, CancellationToken ct = default)
    {
        using var state = new TrainingState(_model, _options);
        if (_from is not null)
        {
            state.Restore(_from);
            // Windows cannot replace a file that is open.
            _from.Dispose();
        }

        List<EpochRecord> epochs = [];
        var pace = new RunMeter();
        var clock = Stopwatch.StartNew();
        try
        {
            while (state.Position.Epoch < _options.Epochs
                && !IsOver(state, clock)
                && TrainEpoch(state, clock, pace, observer, ct) is { } epoch)
            {
                epochs.Add(epoch);
                observer.OnEpoch(epoch);
                state.FinishEpoch(epoch);
            }
        }
        catch (OperationCanceledException)
        {
            observer.OnStopping();
            state.Save();
            throw;
        }
        finally
        {
            ModelFormat.EndFailedCall();
        }

        return (epochs, Finish(state, pace, observer, ct));
    }

    private bool IsOver(TrainingState state, Stopwatch clock) =>
        clock.Elapsed >= _options.TimeBudget
        || (_options.Patience > 0 && state.Position.Epoch - state.Position.BestEpoch >= _options.Patience);

    // Null where the time ran out before the end of the epoch.
    private EpochRecord? TrainEpoch(
        TrainingState state,
        Stopwatch runClock,
        RunMeter pace,
        ITrainingObserver observer,
        CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan waitedBefore = _stream.WaitTime;
        var meter = new EpochMeter(state.Position);
        int epoch = state.Position.Epoch;
        _model.train();
        foreach (Batch[] batches in _stream.Epoch(epoch, FirstBatch(state.Position), ct).Chunk(_options.Accumulate))
        {
            ct.ThrowIfCancellationRequested();
            if (runClock.Elapsed >= _options.TimeBudget)
                return OutOfTime(state, pace, meter, clock.Elapsed, _stream.WaitTime - waitedBefore);
            meter.Add(Step(batches, state, observer));
            state.Position = meter.Move(state.Position);
            observer.OnStep(state.Position.Step - 1, Steps);
            state.SaveIfDue();
        }

        (TimeSpan trained, TimeSpan waited) = (clock.Elapsed, _stream.WaitTime - waitedBefore);
        pace.Add(meter, trained, waited);
        EpochRecord record = Evaluate(meter.Record(epoch, Rate(state.Position.Step - 1)), state, ct);
        if (_options.ReleaseMemory)
            MemoryReuse.Release();
        return record with
        {
            Seconds = clock.Elapsed.TotalSeconds,
            DataWait = waited / trained,
            SamplesPerSecond = meter.SamplesHere / trained.TotalSeconds,
            ResidentMib = ProcessMemory.ReadResidentMib(),
        };
    }

    private int FirstBatch(RunPosition position) => (int)Math.Min(_stream.BatchesPerEpoch, position.StepInEpoch * _options.Accumulate);

    private static EpochRecord? OutOfTime(TrainingState state, RunMeter pace, EpochMeter meter, TimeSpan trained, TimeSpan waited)
    {
        pace.Add(meter, trained, waited);
        state.Save();
        return null;
    }

    private double Rate(long step) => LearningRate.At(_options.Schedule, _options.LearningRate, step, StepsPerEpoch, _options.Epochs);

    private StepResult Step(Batch[] batches, TrainingState state, ITrainingObserver observer)
    {
        var clock = Stopwatch.StartNew();
        var step = new TrainingStep(_model, _options, _device, state.Position.Step);
        StepResult result = step.Gradients(batches, state.Optimizer);
        double rate = Rate(state.Position.Step);
        observer.OnGradients(_model, rate, state.Position.Step, Steps);
        state.Update(rate);
        return result with { Milliseconds = clock.Elapsed.TotalMilliseconds };
    }

    private EpochRecord Evaluate(EpochRecord record, TrainingState state, CancellationToken ct)
    {
        using IDisposable _ = state.Averaged();
        EvaluationResult test = Evaluate(_test, ct);
        EvaluationResult? validation = _validation is { } stream ? Evaluate(stream, ct) : null;
        return record with
        {
            TestLoss = test.Loss,
            TestAccuracy = test.Accuracy,
            ValidationLoss = validation?.Loss,
            ValidationAccuracy = validation?.Accuracy,
        };
    }

    private EvaluationResult Evaluate(BatchStream split, CancellationToken ct) =>
        Evaluator.Evaluate(_model, split, _data.Test.Classes.Count, _device, ct);

    // The model is left as it is evaluated last: averaged where there is an average, with re-estimated statistics.
    private FinalRecord Finish(TrainingState state, RunMeter pace, ITrainingObserver observer, CancellationToken ct)
    {
        state.UseAverage();
        EvaluationResult asTrained = Evaluate(_test, ct);
        observer.OnTrained(_model, ct);
        RunningStatistics.Reestimate(_model, _data, _options.RecalibrationSamples, _device, ct);
        EvaluationResult recalibrated = Evaluate(_test, ct);
        return new FinalRecord
        {
            Accuracy = asTrained.Accuracy,
            Loss = asTrained.Loss,
            AccuracyRecalibrated = recalibrated.Accuracy,
            LossRecalibrated = recalibrated.Loss,
            MsPerStep = pace.MsPerStep,
            SamplesPerSecond = pace.SamplesPerSecond,
            DataWait = pace.DataWait,
            PeakMemoryBytes = ProcessMemory.ReadPeak(),
            Confusion = asTrained.Confusion,
        };
    }
}
