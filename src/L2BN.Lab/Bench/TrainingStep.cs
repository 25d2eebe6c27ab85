using L2BN.Data;
using L2BN.Data.Batches;
using L2BN.Models;
using L2BN.Models.Norms;
using L2BN.Training.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>One network with its optimizer and a fixed batch.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly optim.Optimizer _optimizer;
    private readonly StepBatch _batch;
    private readonly StepBatch? _owned;

    /// <summary>Builds the network on a batch of noise; <c>none</c> leaves out norms and activations alike, so the rest can be separated
    /// from them.</summary>
    public TrainingStep(NetworkCase network, string norm, ComputeFormat format)
        : this(network.Model, norm, StepBatch.CreateRandom(network.Input, network.Batch), format, activations: norm != "none") =>
        _owned = _batch;

    /// <summary>Builds the network on a batch that several share.</summary>
    public TrainingStep(string model, string norm, StepBatch batch, ComputeFormat format)
        : this(model, norm, batch, format, activations: true)
    {
    }

    private TrainingStep(string model, string norm, StepBatch batch, ComputeFormat format, bool activations)
    {
        random.manual_seed(0);
        _batch = batch;
        _model = ModelCatalog.Create(model, new ModelOptions
        {
            Classes = batch.Classes,
            SampleInput = batch.Input,
            Norm = NormSpec.Parse(norm),
            Activations = activations,
        });
        ModelFormat.Attach(_model, format);
        _optimizer = optim.SGD(_model.parameters(), 1e-6, 0.9, weight_decay: 5e-4, nesterov: true);
    }

    /// <summary>Compute L2BN in torch's operators instead of the fused kernels.</summary>
    public bool Composed { get; init; }

    public void Run()
    {
        AppContext.SetSwitch("L2BN.Composed", Composed);
        using DisposeScope scope = NewDisposeScope();
        _optimizer.zero_grad();
        nn.functional.cross_entropy(_model.call(_batch.Inputs), _batch.Labels).backward();
        _optimizer.step();
        AppContext.SetSwitch("L2BN.Composed", false);
    }

    public void Dispose()
    {
        _model.Dispose();
        _optimizer.Dispose();
        _owned?.Dispose();
    }
}

/// <summary>One batch that steps are timed on: random values, or samples of a data set.</summary>
internal sealed class StepBatch : IDisposable
{
    private StepBatch(SampleShape input, int classes, Tensor inputs, Tensor labels) =>
        (Input, Classes, Inputs, Labels) = (input, classes, inputs, labels);

    /// <summary>The shape of a sample.</summary>
    public SampleShape Input { get; }

    public int Classes { get; }

    /// <summary>N×C×H×W.</summary>
    public Tensor Inputs { get; }

    /// <summary>Class indices, N.</summary>
    public Tensor Labels { get; }

    public int Count => (int)Labels.shape[0];

    /// <summary>Normal noise in ten classes.</summary>
    public static StepBatch CreateRandom(SampleShape input, int count)
    {
        random.manual_seed(0);
        return new StepBatch(input, 10, randn(count, input.Channels, input.Height, input.Width), randint(0, 10, count, ScalarType.Int64));
    }

    /// <summary>The first shuffled training samples, standardized and not augmented.</summary>
    public static StepBatch FromData(DataSplits data, int count)
    {
        var stream = new BatchStream(
            data.Train,
            new BatchOptions
            {
                BatchSize = count,
                Shuffle = true,
                Normalization = data.Normalization,
            });
        using Batch batch = stream.Epoch(0).First();
        using var tensors = new TensorBatch(batch, device("cpu"));
        SampleShape shape = data.Train.Shape;
        return new StepBatch(
            (shape.Channels, shape.Height, shape.Width),
            data.Train.Classes.Count,
            tensors.Inputs.alias(),
            tensors.Labels.alias());
    }

    public void Dispose()
    {
        Inputs.Dispose();
        Labels.Dispose();
    }
}
