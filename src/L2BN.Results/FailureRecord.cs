namespace L2BN.Results;

/// <summary>How a run failed. A comparison counts it as an outcome of its arm: it has no accuracy, and is not trained again.</summary>
public sealed record FailureRecord : IChecked
{
    /// <summary><c>diverged</c>: a loss that is not finite.</summary>
    public required string Reason { get; init; }

    /// <summary>Where, a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Epochs that were finished before.</summary>
    public required int Epochs { get; init; }

    string? IChecked.FindFault() => Reason != "diverged" || Epochs < 0
        ? $"expected the reason diverged and at least 0 epochs, got '{SafeText.Line(Reason)}' and {Epochs}" : null;
}
