using L2BN.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Bench;

/// <summary>One network with its optimiser and a fixed batch.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly optim.Optimizer _optimizer;
    private readonly StepBatch _batch;
    private readonly StepBatch? _owned;

    /// <summary>Builds the network on a batch of noise; <c>none</c> leaves out norms and activations alike, so the rest can be told from them.</summary>
    public TrainingStep(NetworkCase network, string norm)
        : this(network.Model, norm, StepBatch.Random(network.Input, network.Batch), activations: norm != "none") => _owned = _batch;

    /// <summary>Builds the network on a batch that several share.</summary>
    public TrainingStep(string model, string norm, StepBatch batch)
        : this(model, norm, batch, activations: true)
    {
    }

    private TrainingStep(string model, string norm, StepBatch batch, bool activations)
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
        _optimizer = optim.SGD(_model.parameters(), 1e-6, 0.9, weight_decay: 5e-4, nesterov: true);
    }

    /// <summary>Compute L2BN in torch's operators instead of the fused kernels.</summary>
    public bool Composed { get; init; }

    public void Run()
    {
        AppContext.SetSwitch("L2BN.Composed", Composed);
        using var scope = NewDisposeScope();
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
