namespace L2BN.Models;

/// <summary>What a model of the zoo is built for.</summary>
public sealed record ModelOptions
{
    /// <summary>Number of classes, at least 1. Default 10.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>Shape of one sample. It fixes the input channels and, where a model has two forms, which one is built. Default 3×32×32.</summary>
    public SampleShape SampleInput { get; init; } = new(3, 32, 32);

    /// <summary>The norm of every normalisation in the model. Default BatchNorm.</summary>
    public NormSpec Norm { get; init; } = new();

    /// <summary>
    /// Whether norm, activation and addition run as one operation where the norm can (default). The unfused graph is the model: its layers,
    /// state names and results are the same. Forward hooks on a norm are only called in the unfused graph.
    /// </summary>
    public bool Fused { get; init; } = true;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Norm);
        if (Classes < 1) throw new ArgumentException($"A model needs at least 1 class; got {Classes}.");
        var (channels, height, width) = SampleInput;
        if (channels < 1 || height < 1 || width < 1)
            throw new ArgumentException($"Every size of the input must be at least 1; got {SampleInput} (channels x height x width).");
    }
}
