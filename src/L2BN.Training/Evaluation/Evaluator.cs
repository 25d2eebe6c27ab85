using L2BN.Data;
using L2BN.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Training.Evaluation;

/// <summary>Accuracy and loss of a classifier on a split, in eval mode and without gradients.</summary>
public static class Evaluator
{
    /// <summary>Samples per forward pass. Results do not depend on it but for rounding.</summary>
    public const int BatchSize = 256;

    /// <summary>Evaluates <paramref name="model"/> (logits N×K) on every sample of <paramref name="dataset"/> and restores its mode.</summary>
    public static EvaluationResult Evaluate(
        nn.Module<Tensor, Tensor> model, IDataset dataset, Normalization normalization, Device device, CancellationToken ct = default)
    {
        bool training = model.training;
        model.eval();
        try { return Measure(model, Stream(dataset, normalization).Epoch(0, 0, ct), dataset.Classes.Count, device); }
        finally { model.train(training); }
    }

    private static BatchStream Stream(IDataset dataset, Normalization normalization) =>
        new(dataset, new BatchOptions { BatchSize = BatchSize, Shuffle = false, Normalization = normalization });

    private static EvaluationResult Measure(nn.Module<Tensor, Tensor> model, IEnumerable<Batch> batches, int classes, Device device)
    {
        using var noGrad = no_grad();
        int[][] confusion = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];
        double loss = 0;
        foreach (Batch batch in batches)
            using (batch) loss += Add(model, batch, device, confusion);
        long total = confusion.Sum(row => row.Sum(n => (long)n));
        long correct = Enumerable.Range(0, classes).Sum(k => (long)confusion[k][k]);
        return new EvaluationResult(100.0 * correct / total, loss / total, confusion);
    }

    private static double Add(nn.Module<Tensor, Tensor> model, Batch batch, Device device, int[][] confusion)
    {
        using var scope = NewDisposeScope();
        using var tensors = new TensorBatch(batch, device);
        Tensor logits = model.call(tensors.Inputs);
        long[] predicted = logits.argmax(1).cpu().data<long>().ToArray();
        for (int i = 0; i < batch.Count; i++) confusion[batch.Labels[i]][predicted[i]]++;
        return nn.functional.cross_entropy(logits, tensors.Labels, reduction: nn.Reduction.Sum).ToDouble();
    }
}
