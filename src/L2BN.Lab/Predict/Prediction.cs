namespace L2BN.Lab.Predict;

/// <summary>One answer to one file: a class and its probability, 0–1.</summary>
internal sealed record Answer(string Class, double Probability);

/// <summary>The answers to one file, the likeliest first.</summary>
internal sealed record Prediction(FileSample Sample, IReadOnlyList<Answer> Answers)
{
    /// <summary>The picture that was drawn of it; null for none.</summary>
    public string? Picture { get; init; }
}
