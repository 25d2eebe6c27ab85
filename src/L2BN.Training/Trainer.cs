using System.Diagnostics;
using L2BN.Data;
using L2BN.Results;
using L2BN.Training.Batches;
using L2BN.Training.Evaluation;
using L2BN.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Trains one classifier: SGD with momentum under a cosine schedule, an evaluation after every epoch.</summary>
/// <remarks>Order and augmentation are functions of (seed, epoch, index), so nothing but the options decides the result.</remarks>
public sealed class Trainer
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly DataSplits _data;
    private readonly TrainerOptions _options;
    private readonly Device _device;
    private readonly BatchStream _stream;

    /// <summary>Prepares to train <paramref name="model"/> (logits N×K) on <paramref name="data"/>; moves it to the device of the options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public Trainer(nn.Module<Tensor, Tensor> model, DataSplits data, TrainerOptions options)
    {
        options.Validate();
        (_data, _options, _device) = (data, options, device(options.Device));
        _model = model.to(_device);
        _stream = new BatchStream(data.Train, new BatchOptions
        {
            BatchSize = options.BatchSize,
            Seed = options.Seed,
            Shuffle = true,
            DropLast = data.Train.Count >= options.BatchSize,
            Augmentation = options.Augmentation,
            Normalization = data.Normalization,
        });
    }

    /// <summary>Optimiser steps of the whole run.</summary>
    public long Steps => (long)_stream.BatchesPerEpoch * _options.Epochs;

    /// <summary>Trains all epochs and evaluates the end, as it is and with running statistics re-estimated.</summary>
    /// <exception cref="DivergedException">A loss is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public (IReadOnlyList<EpochRecord> Epochs, FinalRecord Final) Run(ITrainingObserver observer, CancellationToken ct = default)
    {
        using var optimizer = optim.SGD(
            _model.parameters(), _options.LearningRate, _options.Momentum, weight_decay: _options.WeightDecay, nesterov: _options.Momentum > 0);
        List<EpochRecord> epochs = [];
        List<double> stepTimes = [];
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            epochs.Add(TrainEpoch(epoch, optimizer, stepTimes, observer, ct));
            observer.OnEpoch(epochs[^1]);
        }

        return (epochs, Finish(stepTimes, ct));
    }

    private EpochRecord TrainEpoch(int epoch, optim.Optimizer optimizer, List<double> stepTimes, ITrainingObserver observer, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan waitedBefore = _stream.Waited;
        var meter = new EpochMeter();
        long step = (long)epoch * _stream.BatchesPerEpoch;
        double lr = 0;
        _model.train();
        foreach (Batch batch in _stream.Epoch(epoch, 0, ct))
        {
            ct.ThrowIfCancellationRequested();
            lr = CosineSchedule.At(step, Steps, _options.LearningRate);
            using (batch) meter.Add(Step(batch, optimizer, lr, step));
            observer.OnStep(step++, Steps);
        }

        TimeSpan trained = clock.Elapsed;
        EvaluationResult test = Evaluator.Evaluate(_model, _data.Test, _data.Normalization, _device, ct);
        stepTimes.AddRange(meter.StepMilliseconds);
        return meter.Record(epoch, lr) with
        {
            TestLoss = test.Loss,
            TestAccuracy = test.Accuracy,
            Seconds = clock.Elapsed.TotalSeconds,
            DataWait = (_stream.Waited - waitedBefore) / trained,
        };
    }

    private StepResult Step(Batch batch, optim.Optimizer optimizer, double lr, long step)
    {
        var clock = Stopwatch.StartNew();
        using var scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, _device);
        foreach (var group in optimizer.ParamGroups) group.LearningRate = lr;
        optimizer.zero_grad();
        Tensor logits = _model.call(tensors.Inputs);
        Tensor loss = nn.functional.cross_entropy(logits, tensors.Labels);
        double value = loss.ToDouble();
        if (!double.IsFinite(value)) throw Divergence.At(_model, tensors.Inputs, step, value);
        loss.backward();
        optimizer.step();
        long correct = logits.argmax(1).eq(tensors.Labels).sum().ToInt64();
        return new StepResult(batch.Count, value, correct, clock.Elapsed.TotalMilliseconds);
    }

    private FinalRecord Finish(List<double> stepTimes, CancellationToken ct)
    {
        EvaluationResult asTrained = Evaluator.Evaluate(_model, _data.Test, _data.Normalization, _device, ct);
        RunningStatistics.Reestimate(_model, _data, _options.RecalibrationSamples, _device, ct);
        EvaluationResult recalibrated = Evaluator.Evaluate(_model, _data.Test, _data.Normalization, _device, ct);
        return new FinalRecord
        {
            Accuracy = asTrained.Accuracy,
            Loss = asTrained.Loss,
            AccuracyRecalibrated = recalibrated.Accuracy,
            LossRecalibrated = recalibrated.Loss,
            MsPerStep = EpochMeter.Median(stepTimes),
            Confusion = asTrained.Confusion,
        };
    }
}
