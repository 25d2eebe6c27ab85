using L2BN.Models.Norms;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>An entry of the catalog: name, input, size and source of a model.</summary>
public sealed record ModelInfo
{
    private readonly Func<ModelOptions, Module<Tensor, Tensor>> _create;

    internal ModelInfo(
        string name, ModelOptions reference, string description, string source, Func<ModelOptions, Module<Tensor, Tensor>> create)
        => (Name, Reference, Description, Source, _create) = (name, reference, description, source, create);

    /// <summary>The name that <see cref="ModelCatalog.Create"/> and <c>--model</c> take.</summary>
    public string Name { get; }

    /// <summary>The input that the model was published with; others work too.</summary>
    public SampleShape SampleInput => Reference.SampleInput;

    /// <summary>The number of classes it was published with, used for its size.</summary>
    public int Classes => Reference.Classes;

    /// <summary>Its architecture, in one sentence.</summary>
    public string Description { get; }

    /// <summary>The publication or implementation whose architecture and initialization it follows.</summary>
    public string Source { get; }

    /// <summary>The norms it can be built with.</summary>
    public IReadOnlyList<string> Norms { get; } = NormSpec.Names;

    /// <summary>Modules that stay BatchNorm whatever the norm; a conversion must leave them alone. Empty for most models.</summary>
    public IReadOnlyList<string> FixedNorms { get; init; } = [];

    /// <summary>Trainable parameters with BatchNorm, as published.</summary>
    public long Parameters => Size.Parameters;

    /// <summary>Multiply-adds of convolutions and linear layers for one sample of <see cref="SampleInput"/>, forward.</summary>
    public long MultiplyAdds => Size.MultiplyAdds;

    /// <summary>Both, from a table: counting them would build and run the model.</summary>
    internal ModelSize Size => CatalogSizes.Find(Name);

    /// <summary>The options the model was published with, norm BatchNorm.</summary>
    internal ModelOptions Reference { get; }

    internal Module<Tensor, Tensor> Create(ModelOptions options) => _create(options);
}
