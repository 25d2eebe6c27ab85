namespace L2BN.Training.Checkpoints;

/// <summary>Where and how often a run is saved.</summary>
public sealed record CheckpointOptions
{
    /// <summary>Where checkpoints lie.</summary>
    public required CheckpointFolder Folder { get; init; }

    /// <summary>What every checkpoint says of the run.</summary>
    public required CheckpointFacts Facts { get; init; }

    /// <summary>Saves after every so many steps too, ≥ 0; default 0, at the end of epochs only.</summary>
    public int EverySteps { get; init; }

    /// <summary>Whether the checkpoint of the best epoch gets a name of its own, default true.</summary>
    public bool NameBest { get; init; } = true;
}
