using System.Globalization;
using L2BN.Models.Norms;

namespace L2BN.Models;

/// <summary>What a model of the zoo is built for.</summary>
public sealed record ModelOptions
{
    /// <summary>Number of classes, at least 1. Default 10.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>Shape of one sample: it sets the input channels and, where a model has two forms, which one. Default 3×32×32.</summary>
    public SampleShape SampleInput { get; init; } = new(3, 32, 32);

    /// <summary>The norm of every normalization in the model. Default BatchNorm.</summary>
    public NormSpec Norm { get; init; } = new();

    /// <summary>
    /// Multiplies the channels of every layer, &gt; 0; the products are rounded to multiples of 8 as MobileNet's authors do. Default 1, the
    /// published model; 0.5 has about a quarter of its weights.
    /// </summary>
    public double Width { get; init; } = 1;

    /// <summary>
    /// Whether norm, activation and addition run as one operation where the norm can (default). The unfused graph is the model: its layers,
    /// state names and results are the same. Forward hooks on a norm are only called in the unfused graph.
    /// </summary>
    public bool Fused { get; init; } = true;

    /// <summary>Channels of a layer that has <paramref name="full"/> in the published model.</summary>
    internal long Channels(long full)
    {
        if (Width == 1)
            return full;
        long rounded = Math.Max(8, (long)(full * Width + 4) / 8 * 8);
        return rounded < 0.9 * full * Width ? rounded + 8 : rounded;
    }

    /// <summary>
    /// Whether the activations that follow norms are applied (default). A network without them cannot learn much: it is there to measure
    /// what norm and activation cost.
    /// </summary>
    public bool Activations { get; init; } = true;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Norm);
        if (Classes < 1)
            throw new ArgumentException($"Expected at least 1 class, got {Classes}.");
        if (!(Width > 0 && Width <= 16))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Expected a width above 0 and at most 16, got {Width}."));
        (int channels, int height, int width) = SampleInput;
        if (channels < 1 || height < 1 || width < 1)
            throw new ArgumentException($"Expected an input of at least 1×1×1 (channels × height × width), got {SampleInput}.");
    }
}
