namespace L2BN.Training.Schedules;

/// <summary>How the learning rate moves over a run.</summary>
public sealed record ScheduleOptions
{
    /// <summary>How it falls; default a cosine over the run.</summary>
    public ScheduleKind Kind { get; init; }

    /// <summary>Where a cosine ends, ≥ 0, default 0.</summary>
    public double MinimumRate { get; init; }

    /// <summary>Zero-based epochs from which the rate of <see cref="ScheduleKind.Step"/> is multiplied once more, rising; default
    /// none.</summary>
    public IReadOnlyList<int> Milestones { get; init; } = [];

    /// <summary>Factor of <see cref="ScheduleKind.Step"/> and <see cref="ScheduleKind.Exponential"/>, above 0 and at most 1, default
    /// 0.1.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Epochs over which the rate rises evenly to its peak, ≥ 0, default 0.</summary>
    public int WarmupEpochs { get; init; }

    /// <summary>Epochs of the first cycle of <see cref="ScheduleKind.WarmRestarts"/>, ≥ 1, default 2.</summary>
    public int FirstCycle { get; init; } = 2;

    /// <summary>How much longer each cycle is than the one before, ≥ 1, default 2.</summary>
    public int CycleFactor { get; init; } = 2;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(MinimumRate);
        if (!(Gamma is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(Gamma), Gamma, "Expected a factor above 0 and at most 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(WarmupEpochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstCycle, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(CycleFactor, 1);
        if (!Enum.IsDefined(Kind))
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Expected one of the kinds of schedule.");
        if (Milestones.Zip(Milestones.Skip(1)).Any(pair => pair.First >= pair.Second) || Milestones.Any(epoch => epoch < 1))
            throw new ArgumentException($"Expected rising milestones of at least 1; got {string.Join(", ", Milestones)}.");
        if (Kind == ScheduleKind.Step && Milestones.Count == 0)
            throw new ArgumentException("Expected milestones, the epochs at which the rate of a step schedule falls; got none.");
    }
}

/// <summary>How the learning rate falls.</summary>
public enum ScheduleKind
{
    /// <summary>Half a cosine over the run.</summary>
    Cosine,

    /// <summary>Multiplied by gamma at milestones.</summary>
    Step,

    /// <summary>Multiplied by gamma after every epoch.</summary>
    Exponential,

    /// <summary>Half a cosine over each of a series of growing cycles.</summary>
    WarmRestarts,

    /// <summary>Constant.</summary>
    Constant,
}
