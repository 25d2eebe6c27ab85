namespace L2BN.Results;

/// <summary>What one epoch of one run measured: one JSON line of the run's <c>epochs.jsonl</c>.</summary>
/// <remarks>Accuracies are percentages (0–100), losses are mean cross-entropy in nats, times are wall-clock.</remarks>
public sealed record EpochRecord : IChecked
{
    /// <summary>One-based number of the epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>Optimizer steps taken in this epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean loss over the epoch's (augmented) training samples.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Accuracy on the epoch's (augmented) training samples, in percent.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean loss on the test split; null where it was not evaluated.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Accuracy on the test split in percent; null where it was not evaluated.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Mean loss on the validation split; null where there is none.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the validation split in percent; null where there is none.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Median wall-clock time of a training step, in milliseconds.</summary>
    public required double MsPerStep { get; init; }

    /// <summary>Wall-clock time of the epoch, evaluation included, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Share of the epoch's training time spent waiting for data, 0–1.</summary>
    public double DataWait { get; init; }

    /// <summary>Training samples per second, evaluation left out; null where it was not measured.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>Physical memory that the process held at the end of the epoch, in MiB, libraries included, after freed memory was
    /// returned where that was requested; null where it was not measured.</summary>
    public double? ResidentMib { get; init; }

    /// <summary>How many runs of the same comparison were trained at the end of the epoch, this one included: the times are those beside
    /// the others. Null where it was not recorded.</summary>
    public int? Jobs { get; init; }

    /// <summary>One entry per traced weight, in the network's order; null where layers were not traced.</summary>
    public IReadOnlyList<LayerTrace>? Layers { get; init; }

    string? IChecked.FindFault()
    {
        if (Epoch < 1 || Steps < 0 || Jobs < 1)
            return $"expected an epoch and jobs of at least 1 and steps of at least 0, got {Epoch}, {Jobs} and {Steps}";
        return Seconds is < 0 or > RecordCheck.LongestSeconds
            ? $"expected seconds from 0 to {RecordCheck.LongestSeconds}, got {Seconds}" : null;
    }
}

/// <summary>How the optimizer moves one layer in one epoch, measured at its last step: evidence on stability.</summary>
public sealed record LayerTrace
{
    /// <summary>Name of the weight as the network names it, <c>stage1.0.conv1.weight</c>.</summary>
    public required string Layer { get; init; }

    /// <summary>l2 norm of the weight's gradient.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>l2 norm of the weight.</summary>
    public required double WeightNorm { get; init; }

    /// <summary>
    /// Effective step size lr/‖w‖²: what the learning rate means for a weight whose scale the following normalization undoes
    /// (van Laarhoven 2017, arXiv 1706.05350).
    /// </summary>
    public required double EffectiveStep { get; init; }
}
