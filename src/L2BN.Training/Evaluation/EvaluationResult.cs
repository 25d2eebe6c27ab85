namespace L2BN.Training.Evaluation;

/// <summary>What a pass over a split measured.</summary>
/// <param name="Accuracy">Share of samples whose largest logit is their label, in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Confusion">Counts by (true class, predicted class).</param>
public sealed record EvaluationResult(double Accuracy, double Loss, int[][] Confusion);
