using L2BN.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Lab.Benchmarking;

/// <summary>One network with its optimiser and a fixed random batch.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _labels;

    /// <summary>Builds the network; <c>none</c> leaves out norms and activations alike, so the rest can be told from them.</summary>
    public TrainingStep(NetworkCase network, string norm)
    {
        random.manual_seed(0);
        _model = ModelCatalog.Create(network.Model, new ModelOptions
        {
            Classes = 10,
            SampleInput = network.Input,
            Norm = NormSpec.Parse(norm),
            Activations = norm != "none",
        });
        _optimizer = optim.SGD(_model.parameters(), 1e-6, 0.9);
        _inputs = randn(network.Batch, network.Input.Channels, network.Input.Height, network.Input.Width);
        _labels = randint(0, 10, network.Batch, ScalarType.Int64);
    }

    /// <summary>Compute L2BN in torch's operators instead of the fused kernels.</summary>
    public bool Composed { get; init; }

    public void Run()
    {
        AppContext.SetSwitch("L2BN.Composed", Composed);
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        nn.functional.cross_entropy(_model.call(_inputs), _labels).backward();
        _optimizer.step();
        AppContext.SetSwitch("L2BN.Composed", false);
    }

    public void Dispose()
    {
        _model.Dispose();
        _optimizer.Dispose();
        _inputs.Dispose();
        _labels.Dispose();
    }
}
