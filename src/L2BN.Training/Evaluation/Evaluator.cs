using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Scalars;
using L2BN.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Evaluation;

/// <summary>Accuracy and loss of a classifier on a split, in eval mode and without gradients.</summary>
public static class Evaluator
{
    private const int MostSamples = 256;
    private const int FewestSamples = 8;

    // 256 samples of 3×64×64 are three million values; a large network on sound would need gigabytes for as many clips.
    private const int MostValues = 1 << 22;

    /// <summary>Samples per forward pass, 8 to 256: fewer the larger a sample is. Results of an evaluation do not depend on it but for
    /// rounding.</summary>
    public static int BatchSize(SampleShape shape) => Math.Clamp(MostValues / shape.Size, FewestSamples, MostSamples);

    /// <summary>Evaluates <paramref name="model"/> (logits N×K) on every sample of <paramref name="dataset"/> and restores its
    /// mode.</summary>
    /// <exception cref="DataException">There is no sample, or one cannot be read.</exception>
    /// <exception cref="DivergedException">The loss is not finite: such an evaluation is no result.</exception>
    public static EvaluationResult Evaluate(
        nn.Module<Tensor, Tensor> model, IDataset dataset, Normalization normalization, Device device, CancellationToken ct = default) =>
        Evaluate(model, Stream(dataset, normalization), dataset.Classes.Count, device, ct);

    /// <summary>The same for samples that the network was not trained for: a loss that is not finite is a result.</summary>
    /// <exception cref="DataException">There is no sample, or one cannot be read.</exception>
    public static EvaluationResult EvaluateShifted(
        nn.Module<Tensor, Tensor> model, IDataset dataset, Normalization normalization, Device device, CancellationToken ct = default) =>
        Evaluate(model, Stream(dataset, normalization), dataset.Classes.Count, device, ct, requireFinite: false);

    /// <summary>The same over a stream that <see cref="Stream"/> made: reused over evaluations, it allocates its buffers once.</summary>
    internal static EvaluationResult Evaluate(
        nn.Module<Tensor, Tensor> model,
        BatchStream stream,
        int classes,
        Device device,
        CancellationToken ct,
        bool requireFinite = true)
    {
        bool training = model.training;
        model.eval();
        try
        {
            return Measure(model, stream.Epoch(0, 0, ct), classes, device, requireFinite);
        }
        finally
        {
            model.train(training);
        }
    }

    internal static BatchStream Stream(IDataset dataset, Normalization normalization) =>
        new(dataset, new BatchOptions { BatchSize = BatchSize(dataset.Shape), Shuffle = false, Normalization = normalization });

    private static EvaluationResult Measure(
        nn.Module<Tensor, Tensor> model, IEnumerable<Batch> batches, int classes, Device device, bool requireFinite)
    {
        using IDisposable noGrad = no_grad();
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        double loss = 0;
        long correct5 = 0;
        foreach (Batch batch in batches)
        {
            using (batch)
            {
                (double batchLoss, long batchCorrect5) = Add(model, batch, device, confusion);
                (loss, correct5) = (loss + batchLoss, correct5 + batchCorrect5);
            }
        }

        long total = confusion.Sum(row => row.Sum(n => (long)n));
        if (total == 0)
            throw new DataException("Expected at least one sample to evaluate; got none.");
        if (requireFinite && !double.IsFinite(loss))
            throw Divergence.InEvaluation(model, loss / total);
        long correct = Enumerable.Range(0, classes).Sum(k => (long)confusion[k][k]);
        return new EvaluationResult(100.0 * correct / total, loss / total, confusion) { AccuracyTop5 = 100.0 * correct5 / total };
    }

    private static (double Loss, long Correct5) Add(nn.Module<Tensor, Tensor> model, Batch batch, Device device, int[][] confusion)
    {
        using DisposeScope scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, device);
        Tensor logits = model.call(tensors.Inputs);
        long[] predicted = logits.argmax(1).cpu().data<long>().ToArray();
        for (int i = 0; i < batch.Count; i++)
            confusion[batch.Labels[i]][predicted[i]]++;
        Tensor first5 = logits.topk((int)Math.Min(5, logits.shape[1]), dim: 1).indexes;
        long correct5 = first5.eq(tensors.Labels.unsqueeze(1)).sum().item<long>();
        return (nn.functional.cross_entropy(logits, tensors.Labels, reduction: nn.Reduction.Sum).Value(), correct5);
    }
}

/// <summary>What a pass over a split measured.</summary>
/// <param name="Accuracy">Share of samples whose largest logit is their label, in percent.</param>
/// <param name="Loss">Mean cross-entropy in nats.</param>
/// <param name="Confusion">Counts by (true class, predicted class).</param>
public sealed record EvaluationResult(double Accuracy, double Loss, int[][] Confusion)
{
    /// <summary>Share of samples whose label is among the five largest logits, in percent; all of them where there are at most five
    /// classes.</summary>
    public double AccuracyTop5 { get; init; }
}
