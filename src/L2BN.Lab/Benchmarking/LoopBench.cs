using System.Diagnostics;
using L2BN.Data;
using L2BN.Models;
using L2BN.Results;
using L2BN.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Benchmarking;

/// <summary>The lab's whole loop (data, augmentation, step, accuracy, schedule, progress) against the bare step on one resident batch.</summary>
internal sealed class LoopBench(int rounds)
{
    private const int Batch = 64;

    public ControlRow Measure()
    {
        DataSplits data = DatasetCatalog.Open("fashion-mnist-mini", new DataOptions());
        var (channels, height, width) = data.Train.Shape;
        using var bare = new TrainingStep(new NetworkCase("resnet8", Batch, (channels, height, width), 1), "l2bn");
        (double Loop, double Bare)[] times = [.. Enumerable.Range(0, rounds + 1).Select(_ => (Loop(data), Bare(bare))).Skip(1)];
        double[] ratios = [.. times.Select(t => t.Loop / t.Bare).Order()];
        return new ControlRow
        {
            Name = "whole training loop of the lab / bare step (resnet8, batch 64)",
            L2bnMs = times.Select(t => t.Loop).Order().ElementAt(rounds / 2),
            OtherMs = times.Select(t => t.Bare).Order().ElementAt(rounds / 2),
            Ratio = ratios[rounds / 2],
        };
    }

    private static double Bare(TrainingStep step)
    {
        const int Steps = 60;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Steps; i++) step.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Steps;
    }

    private static double Loop(DataSplits data)
    {
        random.manual_seed(0);
        var (channels, height, width) = data.Train.Shape;
        using var model = ModelCatalog.Create("resnet8", new ModelOptions { SampleInput = (channels, height, width), Norm = NormSpec.Parse("l2bn") });
        var clock = new StepClock();
        new Trainer(model, data, new TrainerOptions { Epochs = 1, BatchSize = Batch, Augmentation = Augmentations.Standard(data.Train.Shape) }).Run(clock);
        return clock.MillisecondsPerStep;
    }

    private sealed class StepClock : ITrainingObserver
    {
        private long _first;
        private long _last;
        private long _steps;

        public double MillisecondsPerStep => Stopwatch.GetElapsedTime(_first, _last).TotalMilliseconds / (_steps - 1);

        public void OnStep(long step, long steps)
        {
            _last = Stopwatch.GetTimestamp();
            if (_steps++ == 0) _first = _last;
        }

        public void OnEpoch(EpochRecord epoch)
        {
        }
    }
}
