using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Statistics;
using L2BN.Training.Batches;
using L2BN.Training.Evaluation;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Re-estimates running statistics on training samples (precise BN; Wu and Johnson, arXiv 2105.07576, section 3).</summary>
public static class RunningStatistics
{
    /// <summary>Averages the statistics of every BatchNorm and L2BatchNorm of <paramref name="model"/> over unaugmented training
    /// samples.</summary>
    /// <param name="model">The trained model; its parameters and mode stay as they are.</param>
    /// <param name="data">The splits; only the training one is read, in an order of its own that every run shares.</param>
    /// <param name="samples">How many samples at most, rounded down to whole batches of <see cref="Evaluator.BatchSize"/> above one
    /// batch.</param>
    /// <param name="device">Device of the model.</param>
    /// <param name="ct">Cancels between two batches.</param>
    /// <exception cref="BatchSizeException">There is one sample, and a norm would see one value per channel.</exception>
    public static void Reestimate(
        nn.Module<Tensor, Tensor> model,
        DataSplits data,
        int samples,
        Device device,
        CancellationToken ct = default)
    {
        int size = Math.Min(Evaluator.BatchSize(data.Train.Shape), Math.Min(samples, data.Train.Count));
        BatchCheck.CheckStatistics(model, data, size);
        Recalibration.Recalibrate(model, Inputs(data, samples, size, device, ct));
    }

    private static IEnumerable<Tensor> Inputs(DataSplits data, int samples, int size, Device device, CancellationToken ct)
    {
        var stream = new BatchStream(
            data.Train, new BatchOptions { BatchSize = size, Shuffle = true, DropLast = true, Normalization = data.Normalization });
        foreach (Batch batch in stream.Epoch(0, 0, ct).Take(samples / size))
            using (batch)
            using (var tensors = new TensorBatch(batch, device))
                yield return tensors.Inputs;
    }
}
