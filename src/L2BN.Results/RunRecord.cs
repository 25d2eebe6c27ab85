using System.Text.Json.Serialization;

namespace L2BN.Results;

/// <summary>One training run: its request, and what every epoch and the end measured.</summary>
public sealed record RunRecord
{
    /// <summary>Name of the arm in tables and plots: the norm as the user wrote it, <c>bn#2</c> for its second appearance.</summary>
    public required string Arm { get; init; }

    /// <summary>The norm specification, for example <c>l2bn</c> or <c>l2bn(eps=1e-3)</c>.</summary>
    public required string Norm { get; init; }

    /// <summary>Name of the model in the catalog.</summary>
    public required string Model { get; init; }

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Place of the arm in its comparison, from 0: the others are compared with that at 0, and tables keep the order.</summary>
    public int ArmIndex { get; init; }

    /// <summary>Seed of weights, order and augmentation.</summary>
    public required int Seed { get; init; }

    /// <summary>Trainable parameters of the model.</summary>
    public long Parameters { get; init; }

    /// <summary>The request, and the machine; null where it is not recorded.</summary>
    public RunRequest? Request { get; init; }

    /// <summary>One record per finished epoch, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The final evaluation; null while the run is unfinished.</summary>
    public FinalRecord? Final { get; init; }

    /// <summary>How the run failed; null where it did not, or is unfinished.</summary>
    public FailureRecord? Failure { get; init; }

    /// <summary>Whether there is nothing left to train.</summary>
    [JsonIgnore]
    public bool IsFinished => Final is not null || Failure is not null;

    /// <summary>Analysis of the trained network; null where none was made.</summary>
    public RunAnalysis? Analysis { get; init; }

    /// <summary>Results on shifted test samples; null where there are none.</summary>
    public RunShifts? Shifts { get; init; }
}

/// <summary>Evaluation after the last epoch on the test split; accuracies in percent, losses in nats.</summary>
public sealed record FinalRecord : IChecked
{
    /// <summary>Accuracy with the running statistics that training left.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Loss with the running statistics that training left.</summary>
    public required double Loss { get; init; }

    /// <summary>Accuracy after re-estimating running statistics on unaugmented training samples.</summary>
    public required double AccuracyRecalibrated { get; init; }

    /// <summary>Loss after re-estimating running statistics.</summary>
    public required double LossRecalibrated { get; init; }

    /// <summary>Median wall-clock time of a training step over the run, in milliseconds.</summary>
    public required double MsPerStep { get; init; }

    /// <summary>Training samples per second over the run, evaluation left out, of the call that ended it; null where it was not
    /// measured.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>Share of that training time spent waiting for data, 0–1; null where it was not measured.</summary>
    public double? DataWait { get; init; }

    /// <summary>Peak resident memory of the process at the end of the run, in bytes; null where the system does not say.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Counts of test samples by (true class, predicted class), row-major; null where not recorded.</summary>
    [JsonConverter(typeof(CountRowsConverter))]
    public IReadOnlyList<IReadOnlyList<int>>? Confusion { get; init; }

    string? IChecked.FindFault()
    {
        if (!IsPercentage(Accuracy) || !IsPercentage(AccuracyRecalibrated))
            return $"expected accuracies from 0 to 100, got {Accuracy} and {AccuracyRecalibrated}";
        if (!double.IsFinite(Loss) || !double.IsFinite(LossRecalibrated))
            return $"expected finite losses, got {Loss} and {LossRecalibrated}";
        if (Confusion is { } rows && rows.Any(row => row.Count != rows.Count || row.Any(count => count < 0)))
            return $"expected {rows.Count} counts in each row of the confusion matrix, got others";
        return Confusion?.Sum(row => row.Sum(count => (long)count)) > int.MaxValue
            ? $"expected counts of at most {int.MaxValue} samples, got more" : null;
    }

    private static bool IsPercentage(double value) => value is >= 0 and <= 100;
}

/// <summary>The request of a run: everything that must be equal for a second run to give the same numbers.</summary>
public sealed record RunRequest : IChecked
{
    /// <summary>Epochs to train; a run with fewer epoch records is unfinished.</summary>
    public required int Epochs { get; init; }

    /// <summary>Options in effect by their command-line name without dashes (<c>batch-size</c> → <c>64</c>), defaults included.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Checksum of the training and test data, as the data set gives it; null where it has none.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>What the data set warned of when it was opened, a sentence each.</summary>
    public IReadOnlyList<string> DataWarnings { get; init; } = [];

    /// <summary>Names of the classes in the order of their labels; empty where they are not recorded.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The command line, one entry per argument; empty for a run started from a program.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>When the run was first started.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What it runs on and with.</summary>
    public EnvironmentRecord? Environment { get; init; }

    string? IChecked.FindFault() => Epochs < 0 || Classes.Count > RecordCheck.MostClasses
        ? $"expected epochs of at least 0 and at most {RecordCheck.MostClasses} classes, got {Epochs} and {Classes.Count}" : null;
}
