namespace L2BN.Results.Output;

/// <summary>What <c>l2bn eval --json</c> prints.</summary>
public sealed record EvalOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Absolute path of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Name of the data set that was evaluated on.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm that the model was built with.</summary>
    public required string Norm { get; init; }

    /// <summary>Optimizer steps that the checkpoint has seen.</summary>
    public required long Step { get; init; }

    /// <summary>Test samples.</summary>
    public required int Samples { get; init; }

    /// <summary>Top-1 accuracy in percent.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Top-5 accuracy in percent.</summary>
    public required double? AccuracyTop5 { get; init; }

    /// <summary>Mean cross-entropy in nats.</summary>
    public required double? Loss { get; init; }

    /// <summary>Whether running statistics were re-estimated first.</summary>
    public required bool Recalibrated { get; init; }

    /// <summary>Warnings about the data.</summary>
    public required IReadOnlyList<string> DataWarnings { get; init; }

    /// <summary>One entry per class, in the order of the confusion matrix.</summary>
    public required IReadOnlyList<ClassAccuracy> Classes { get; init; }

    /// <summary>Counts of samples: rows are true classes, columns predictions.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Absolute path of the drawn confusion matrix; null where none was asked for.</summary>
    public string? Picture { get; init; }

    /// <summary>One entry per shift and severity, in the order of the command line; empty where none was asked for.</summary>
    public IReadOnlyList<ShiftedAccuracy> Shifts { get; init; } = [];
}

/// <summary>Results on shifted test samples.</summary>
public sealed record ShiftedAccuracy
{
    /// <summary>Name of the shift.</summary>
    public required string Shift { get; init; }

    /// <summary>Severity, 1 to 5.</summary>
    public required int Severity { get; init; }

    /// <summary>Top-1 accuracy in percent.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean cross-entropy in nats; null where it is not finite.</summary>
    public required double? Loss { get; init; }
}

/// <summary>How one class was recognized.</summary>
public sealed record ClassAccuracy
{
    /// <summary>Name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Test samples of the class.</summary>
    public required int Samples { get; init; }

    /// <summary>Share of them that was recognized, in percent; null for a class without samples.</summary>
    public required double? Accuracy { get; init; }
}
