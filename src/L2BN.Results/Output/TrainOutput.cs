namespace L2BN.Results.Output;

/// <summary>What <c>l2bn train --json</c> prints at the end of a run.</summary>
public sealed record TrainOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options, as <c>l2bn(eps=0.001)</c>.</summary>
    public required string Norm { get; init; }

    /// <summary>Seed of weights, order and augmentation.</summary>
    public required int Seed { get; init; }

    /// <summary>Finished epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Optimizer steps over all epochs.</summary>
    public required long Steps { get; init; }

    /// <summary>Trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Final test accuracy in percent with the running statistics that training left.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Final test accuracy in percent with running statistics re-estimated.</summary>
    public required double? AccuracyRecalibrated { get; init; }

    /// <summary>Final test loss in nats.</summary>
    public required double? Loss { get; init; }

    /// <summary>Final test loss in nats with running statistics re-estimated.</summary>
    public required double? LossRecalibrated { get; init; }

    /// <summary>Median time of a training step in milliseconds.</summary>
    public required double? MsPerStep { get; init; }

    /// <summary>Training samples per second, evaluation left out.</summary>
    public required double? SamplesPerSecond { get; init; }

    /// <summary>Share of the training time spent waiting for data, 0 to 1.</summary>
    public required double? DataWait { get; init; }

    /// <summary>Peak resident memory of the process in bytes; null where the system does not say.</summary>
    public required long? PeakMemoryBytes { get; init; }

    /// <summary>Warnings about the data.</summary>
    public required IReadOnlyList<string> DataWarnings { get; init; }

    /// <summary>Absolute path of the run folder.</summary>
    public required string Out { get; init; }

    /// <summary>Absolute path of the last checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The output for a finished run.</summary>
    /// <param name="run">The run; its final evaluation must exist.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="checkpoint">Its last checkpoint.</param>
    public static TrainOutput FromRun(RunRecord run, string folder, string checkpoint)
    {
        FinalRecord final =
            run.Final ?? throw new ArgumentException($"Expected a finished run, got '{folder}' without a final evaluation.", nameof(run));
        return new TrainOutput
        {
            Data = run.Data,
            Model = run.Model,
            Norm = run.Norm,
            Seed = run.Seed,
            Epochs = run.Epochs.Count,
            Steps = run.Epochs.Sum(epoch => (long)epoch.Steps),
            Parameters = run.Parameters,
            Accuracy = final.Accuracy,
            AccuracyRecalibrated = final.AccuracyRecalibrated,
            Loss = final.Loss,
            LossRecalibrated = final.LossRecalibrated,
            MsPerStep = final.MsPerStep,
            SamplesPerSecond = final.SamplesPerSecond,
            DataWait = final.DataWait,
            PeakMemoryBytes = final.PeakMemoryBytes,
            DataWarnings = run.Request?.DataWarnings ?? [],
            Out = Path.GetFullPath(folder),
            Checkpoint = Path.GetFullPath(checkpoint),
        };
    }
}

/// <summary>What <c>l2bn train --dry-run --json</c> prints.</summary>
public sealed record DryRunOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Always true.</summary>
    public bool DryRun { get; init; } = true;

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options.</summary>
    public required string Norm { get; init; }

    /// <summary>Median time of a training step in milliseconds.</summary>
    public required double? MsPerStep { get; init; }

    /// <summary>Peak resident memory of the process in bytes; null where the system does not say.</summary>
    public required long? PeakMemoryBytes { get; init; }
}
