using L2BN.Data;
using L2BN.Models;
using L2BN.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>One batch that steps are timed on: random values, or samples of a data set.</summary>
internal sealed class StepBatch : IDisposable
{
    private StepBatch(SampleShape input, int classes, Tensor inputs, Tensor labels) => (Input, Classes, Inputs, Labels) = (input, classes, inputs, labels);

    /// <summary>The shape of a sample.</summary>
    public SampleShape Input { get; }

    public int Classes { get; }

    /// <summary>N×C×H×W.</summary>
    public Tensor Inputs { get; }

    /// <summary>Class indices, N.</summary>
    public Tensor Labels { get; }

    public int Count => (int)Labels.shape[0];

    /// <summary>Normal noise in ten classes.</summary>
    public static StepBatch Random(SampleShape input, int count)
    {
        random.manual_seed(0);
        return new StepBatch(input, 10, randn(count, input.Channels, input.Height, input.Width), randint(0, 10, count, ScalarType.Int64));
    }

    /// <summary>The first shuffled training samples, standardised and not augmented.</summary>
    public static StepBatch Of(DataSplits data, int count)
    {
        var stream = new BatchStream(data.Train, new BatchOptions { BatchSize = count, Shuffle = true, Normalization = data.Normalization });
        using Batch batch = stream.Epoch(0).First();
        using var tensors = new TensorBatch(batch, device("cpu"));
        SampleShape shape = data.Train.Shape;
        return new StepBatch((shape.Channels, shape.Height, shape.Width), data.Train.Classes.Count, tensors.Inputs.alias(), tensors.Labels.alias());
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
