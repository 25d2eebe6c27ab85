using System.Diagnostics;
using L2BN.Models;
using L2BN.Results;

namespace L2BN.Lab.Benchmarking;

/// <summary>What one training step of a network costs.</summary>
internal sealed record StepCost
{
    private const int Steps = 5;

    /// <summary>Median milliseconds of a step.</summary>
    public required double MsPerStep { get; init; }

    /// <summary>The most resident memory of the process over those steps, libraries included; null where the system does not say.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Two steps to warm up, then five that count.</summary>
    public static StepCost Measure(ModelInfo model, string norm, int batch)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        PeakMemory.Reset();
        using var step = new TrainingStep(new NetworkCase(model.Name, batch, model.SampleInput, 1), norm);
        step.Run();
        step.Run();
        double[] times = [.. Enumerable.Range(0, Steps).Select(_ => Time(step)).Order()];
        return new StepCost { MsPerStep = times[Steps / 2], PeakMemoryBytes = PeakMemory.Read() };
    }

    private static double Time(TrainingStep step)
    {
        long start = Stopwatch.GetTimestamp();
        step.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
