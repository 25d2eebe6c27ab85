namespace L2BN.Training.Evaluation;

/// <summary>What a pass over a split measured.</summary>
/// <param name="Accuracy">Share of samples whose largest logit is their label, in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Confusion">Counts by (true class, predicted class).</param>
public sealed record EvaluationResult(double Accuracy, double Loss, int[][] Confusion)
{
    /// <summary>Share of samples whose label is among the five largest logits, in percent; all of them where there are at most five classes.</summary>
    public double AccuracyTop5 { get; init; }
}
