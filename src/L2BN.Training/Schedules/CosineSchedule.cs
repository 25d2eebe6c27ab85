namespace L2BN.Training.Schedules;

/// <summary>Cosine annealing to zero (Loshchilov and Hutter, arXiv 1608.03983, without restarts) as a pure function of the step.</summary>
public static class CosineSchedule
{
    /// <summary>Learning rate of zero-based <paramref name="step"/> of <paramref name="steps"/>: lr·(1 + cos(π·step/steps))/2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is not in 0…steps − 1.</exception>
    public static double At(long step, long steps, double lr)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(step, steps);
        return lr * 0.5 * (1 + Math.Cos(Math.PI * step / steps));
    }
}
