using L2BN.Experiments;
using L2BN.Results;
using L2BN.Results.Output;

namespace L2BN.Lab.Bench;

/// <summary>Costs of one network with several norms on one batch.</summary>
internal static class StepCosts
{
    /// <summary>Memory of each norm alone first, then all of them in turns, so that a machine that slows down slows all.</summary>
    /// <param name="model">Name of the network.</param>
    /// <param name="norms">The norms; the first is what the others are compared with.</param>
    /// <param name="format">The format in which all of them compute.</param>
    /// <param name="batch">What the network trains on.</param>
    /// <param name="rounds">Timed steps of each norm.</param>
    /// <param name="ct">Cancels between two steps.</param>
    public static IReadOnlyList<StepCost> Measure(
        string model,
        IReadOnlyList<string> norms,
        ComputeFormat format,
        StepBatch batch,
        int rounds,
        CancellationToken ct)
    {
        long?[] memory = [.. norms.Select(norm => Memory(model, norm, format, batch, ct))];
        TrainingStep[] steps = [.. norms.Select(norm => new TrainingStep(model, norm, batch, format))];
        try
        {
            var timing = PairedTiming.Run(rounds, ct, [.. steps.Select(step => (Action)step.Run)]);
            return [.. norms.Select((norm, i) => new StepCost
            {
                Norm = norm,
                MsPerStep = timing.Median(i),
                Ratio = timing.Ratio(i, 0),
                PeakMemoryBytes = memory[i],
            })];
        }
        finally
        {
            foreach (TrainingStep step in steps)
                step.Dispose();
        }
    }

    private static void Run(TrainingStep step, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        step.Run();
    }

    private static long? Memory(string model, string norm, ComputeFormat format, StepBatch batch, CancellationToken ct)
    {
        RunEnvironment.ResetMemory();
        using var step = new TrainingStep(model, norm, batch, format);
        Run(step, ct);
        Run(step, ct);
        return ProcessMemory.ReadPeak();
    }
}
