namespace L2BN.Training.Schedules;

/// <summary>The learning rate as a pure function of the step: there is no state, so a resumed run cannot be off by one.</summary>
public static class LearningRate
{
    /// <summary>The rate of a step.</summary>
    /// <param name="schedule">Kind and shape.</param>
    /// <param name="peak">The highest rate, &gt; 0: where warm-up ends and falling begins.</param>
    /// <param name="step">Zero-based step of the run.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch, ≥ 1.</param>
    /// <param name="epochs">Epochs of the run, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is not one of the run's.</exception>
    public static double At(ScheduleOptions schedule, double peak, long step, long stepsPerEpoch, int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, stepsPerEpoch * epochs);
        long warmup = schedule.WarmupEpochs * stepsPerEpoch;
        return step < warmup ? peak * (step + 1) / (warmup + 1) : After(schedule, peak, step, warmup, stepsPerEpoch, epochs);
    }

    private static double After(ScheduleOptions schedule, double peak, long step, long warmup, long stepsPerEpoch, int epochs) =>
        schedule.Kind switch
        {
            ScheduleKind.Cosine => Cosine(schedule, peak, (double)(step - warmup) / ((stepsPerEpoch * epochs) - warmup)),
            ScheduleKind.WarmRestarts => Cosine(schedule, peak, FractionOfCycle(schedule, (double)(step - warmup) / stepsPerEpoch)),
            ScheduleKind.Step => peak * Math.Pow(schedule.Gamma, schedule.Milestones.Count(epoch => step / stepsPerEpoch >= epoch)),
            ScheduleKind.Exponential => peak * Math.Pow(schedule.Gamma, (step - warmup) / stepsPerEpoch),
            ScheduleKind.Constant => peak,
            _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule.Kind, "Expected one of the kinds of schedule."),
        };

    private static double Cosine(ScheduleOptions schedule, double peak, double fraction) =>
        schedule.MinimumRate + ((peak - schedule.MinimumRate) * 0.5 * (1 + Math.Cos(Math.PI * fraction)));

    // Cycles of L, L·f, L·f², … epochs, as stochastic gradient descent with warm restarts (Loshchilov and Hutter, arXiv 1608.03983) has
    // them.
    private static double FractionOfCycle(ScheduleOptions schedule, double epoch)
    {
        double begin = 0, length = schedule.FirstCycle;
        while (epoch >= begin + length)
            (begin, length) = (begin + length, length * schedule.CycleFactor);
        return (epoch - begin) / length;
    }
}
