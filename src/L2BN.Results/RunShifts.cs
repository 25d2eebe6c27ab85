namespace L2BN.Results;

/// <summary>How a trained network does on shifted test samples, with the running statistics that training left: <c>shifts.json</c> of its
/// run.</summary>
public sealed record RunShifts : IChecked
{
    /// <summary>Test samples per shift and severity, the same for all of them.</summary>
    public required int Samples { get; init; }

    /// <summary>One entry per shift.</summary>
    public required IReadOnlyList<ShiftRecord> Shifts { get; init; }

    /// <summary>Wall-clock time of the evaluation in seconds.</summary>
    public double? Seconds { get; init; }

    string? IChecked.FindFault() => Samples < 1 || Seconds is < 0 or > RecordCheck.LongestSeconds
        ? $"expected at least one sample and seconds from 0 to {RecordCheck.LongestSeconds}, got {Samples} and {Seconds}"
        : Shifts.DistinctBy(shift => shift.Name).Count() < Shifts.Count ? "expected every shift once, got one twice" : null;
}

/// <summary>One shift, one value per severity.</summary>
public sealed record ShiftRecord : IChecked
{
    /// <summary>Name of the shift.</summary>
    public required string Name { get; init; }

    /// <summary>The severities, 1 to 5, rising.</summary>
    public required IReadOnlyList<int> Severities { get; init; }

    /// <summary>Accuracy in percent.</summary>
    public required IReadOnlyList<double> Accuracy { get; init; }

    /// <summary>Mean cross-entropy in nats; null where it is not finite.</summary>
    public required IReadOnlyList<double?> Loss { get; init; }

    string? IChecked.FindFault()
    {
        if (Severities.Count == 0 || Accuracy.Count != Severities.Count || Loss.Count != Severities.Count)
            return $"expected an accuracy and a loss for each severity, got {Severities.Count}, {Accuracy.Count} and {Loss.Count}";
        return Accuracy.Any(value => value is not (>= 0 and <= 100)) ? "expected accuracies from 0 to 100, got others" : null;
    }
}

/// <summary>How one arm does under one shift, over its seeds.</summary>
public sealed record ShiftSummary
{
    /// <summary>The severities that were tested.</summary>
    public required IReadOnlyList<int> Severities { get; init; }

    /// <summary>Accuracy in percent, the mean over the severities.</summary>
    public required Spread Accuracy { get; init; }

    /// <summary>Loss, the mean over the severities.</summary>
    public required Spread Loss { get; init; }

    /// <summary>Accuracy at each severity, the mean over seeds.</summary>
    public required IReadOnlyList<double> AccuracyBySeverity { get; init; }
}

/// <summary>One arm against the first under one shift: a secondary question, on the accuracy that is the mean over the
/// severities.</summary>
public sealed record PairedShift
{
    /// <summary>Mean of the paired differences in percentage points.</summary>
    public double? DeltaMean { get; init; }

    /// <summary>Interval of 95 % for this shift alone; null below two pairs.</summary>
    public IReadOnlyList<double>? Ci95 { get; init; }

    /// <summary>Two-sided p, corrected over all shifts; null without pairs.</summary>
    public double? P { get; init; }

    /// <summary><c>better</c>, <c>worse</c>, <c>equivalent</c> or <c>undecided</c>, from the corrected p.</summary>
    public required string Verdict { get; init; }
}
