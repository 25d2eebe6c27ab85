namespace L2BN.Training;

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

    /// <summary>Stays as it is.</summary>
    Constant,
}
