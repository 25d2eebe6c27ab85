using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>One entry of the zoo: its name, what it takes, how large it is, where it comes from.</summary>
public sealed record ModelInfo
{
    private readonly Func<ModelOptions, Module<Tensor, Tensor>> _create;
    private readonly Lazy<ModelSize> _size;

    internal ModelInfo(
        string name, ModelOptions reference, string description, string source, Func<ModelOptions, Module<Tensor, Tensor>> create)
    {
        (Name, Reference, Description, Source, _create) = (name, reference, description, source, create);
        _size = new Lazy<ModelSize>(Measure);
    }

    /// <summary>The name that <see cref="ModelCatalog.Create"/> and <c>--model</c> take.</summary>
    public string Name { get; }

    /// <summary>The input the model was published for; others work too.</summary>
    public SampleShape SampleInput => Reference.SampleInput;

    /// <summary>The number of classes it was published with, used for its size.</summary>
    public int Classes => Reference.Classes;

    /// <summary>One sentence: what it is.</summary>
    public string Description { get; }

    /// <summary>The publication or implementation whose architecture and initialisation it follows.</summary>
    public string Source { get; }

    /// <summary>The norms it can be built with.</summary>
    public IReadOnlyList<string> Norms { get; } = NormSpec.Names;

    /// <summary>Modules that stay BatchNorm whatever the norm; a conversion must leave them alone. Empty for most models.</summary>
    public IReadOnlyList<string> FixedNorms { get; init; } = [];

    /// <summary>Trainable parameters with BatchNorm, as published. First use builds the model.</summary>
    public long Parameters => _size.Value.Parameters;

    /// <summary>Multiply-adds of one sample, forward, counted by running the model. First use builds it.</summary>
    public long MultiplyAdds => _size.Value.MultiplyAdds;

    /// <summary>The options the model was published with, norm BatchNorm.</summary>
    internal ModelOptions Reference { get; }

    internal Module<Tensor, Tensor> Create(ModelOptions options) => _create(options);

    // Asking for a size must not change what a later seed-dependent draw gives.
    private ModelSize Measure()
    {
        using var state = random.get_rng_state();
        try
        {
            using var model = _create(Reference);
            return ModelSize.Compute(model, SampleInput);
        }
        finally { random.set_rng_state(state); }
    }
}
