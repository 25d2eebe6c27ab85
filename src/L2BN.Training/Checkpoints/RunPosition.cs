namespace L2BN.Training.Checkpoints;

/// <summary>Where a run stands between two steps, and the sums that its current epoch has so far. Holds no time: equal runs give equal files.</summary>
public sealed record RunPosition
{
    /// <summary>Epochs that are finished and on record.</summary>
    public int Epoch { get; init; }

    /// <summary>Steps taken in the epoch after those.</summary>
    public long StepInEpoch { get; init; }

    /// <summary>Steps taken in the whole run.</summary>
    public long Step { get; init; }

    /// <summary>Sum of the losses of the current epoch's samples.</summary>
    public double Loss { get; init; }

    /// <summary>Correct answers in the current epoch.</summary>
    public long Correct { get; init; }

    /// <summary>Samples seen in the current epoch.</summary>
    public long Samples { get; init; }

    /// <summary>Best accuracy so far in percent, on the validation split where there is one, else on the test split; null before the first epoch.</summary>
    public double? Best { get; init; }

    /// <summary>One-based epoch of <see cref="Best"/>; 0 before.</summary>
    public int BestEpoch { get; init; }
}
