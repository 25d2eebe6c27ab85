using L2BN.Data;
using L2BN.Data.Batches;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>
/// Refuses batches of one sample where a norm would see one value per channel: its variance does not exist, and BatchNorm would train to
/// NaN.
/// </summary>
public static class BatchCheck
{
    /// <summary>Checks the smallest batch of a training run.</summary>
    /// <param name="model">The network; it does not change.</param>
    /// <param name="data">The splits: a training set of one sample makes batches of one.</param>
    /// <param name="options">Batch size, and the augmentation that may crop samples.</param>
    /// <exception cref="BatchSizeException">A norm would see one value per channel.</exception>
    public static void CheckTraining(nn.Module<Tensor, Tensor> model, DataSplits data, TrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        SampleShape shape = options.Augmentation?.OutputShape(data.Train.Shape) ?? data.Train.Shape;
        Check(model, shape, Math.Min(options.BatchSize, data.Train.Count), data.Train.Count);
    }

    /// <summary>Checks the batches from which running statistics are re-estimated.</summary>
    internal static void CheckStatistics(nn.Module<Tensor, Tensor> model, DataSplits data, int batchSize) =>
        Check(model, data.Train.Shape, batchSize, data.Train.Count);

    // Larger batches have at least two values per channel, so the network need not be run.
    private static void Check(nn.Module<Tensor, Tensor> model, SampleShape shape, int batchSize, int samples)
    {
        if (batchSize != 1
            || BatchSizeCheck.FindSingleValueNorms(model, [shape.Channels, shape.Height, shape.Width], 1) is not [var norm, ..])
            return;
        string advice = samples == 1 ? "Train on more than 1 sample" : "Use --batch-size 2 or more";
        throw new BatchSizeException(
            $"Expected more than one value per channel at the norm '{norm}' in training; got batches of 1 sample with 1 position. "
                + $"{advice}, or a norm that does not use batch statistics.");
    }
}

/// <summary>Batches are too small for the norms of a network; the message names the norm and what to do.</summary>
/// <param name="message">One line for the user.</param>
public sealed class BatchSizeException(string message) : ArgumentException(message);
