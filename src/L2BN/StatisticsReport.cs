using L2BN.Kernels;
using L2BN.Statistics;

namespace L2BN;

/// <summary>Which kind of norm computed a layer's running statistics, as far as the numbers show.</summary>
public enum StatisticsOrigin
{
    /// <summary>The layer's own: they fit its kind, its scale and its input size.</summary>
    Own,

    /// <summary>They may fit, but <c>Unit</c>'s depend on the input size, not known yet: run the model once, or pass an example.</summary>
    Unverified,

    /// <summary>The initial values, or still mixed with them.</summary>
    NotWarmedUp,

    /// <summary>Those of samples that were not normalized: a BatchNorm's, or for <c>Unit</c> another input size.</summary>
    BatchNorm,

    /// <summary>Those of L2BatchNorm with <see cref="FeatureScale.RootDimension"/>.</summary>
    RootDimension,

    /// <summary>Those of L2BatchNorm with <see cref="FeatureScale.Unit"/>.</summary>
    Unit,

    /// <summary>Not finite, or a negative variance.</summary>
    Broken,
}

/// <summary>The verdict on one layer's running statistics.</summary>
/// <param name="Name">The layer's name in the model; empty for the model itself.</param>
/// <param name="Layer">The layer's type.</param>
/// <param name="Origin">Which kind of norm computed them.</param>
/// <param name="MeanSquare">mean over channels of running_var + running_mean².</param>
/// <param name="Expected">What the mean square must be: τ²/D, or for a BatchNorm that of the example; null where not known.</param>
public sealed record LayerStatistics(string Name, string Layer, StatisticsOrigin Origin, double MeanSquare, double? Expected);

/// <summary>The verdict on every layer with running statistics.</summary>
/// <param name="Layers">One entry per layer, in the order of the model.</param>
public sealed record StatisticsReport(IReadOnlyList<LayerStatistics> Layers)
{
    /// <summary>Whether no layer has statistics that are another's, broken, or not warmed up.</summary>
    public bool IsSound => Layers.All(layer => layer.Origin is StatisticsOrigin.Own or StatisticsOrigin.Unverified);

    /// <summary>One line per layer that is not sound, or one line that says that all are.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsSound
        ? $"{Layers.Count} layers with running statistics of their own"
        : string.Join('\n', Layers.Where(layer => layer.Origin is not (StatisticsOrigin.Own or StatisticsOrigin.Unverified)).Select(Line));

    private static string Line(LayerStatistics layer) =>
        $"{layer.Name} ({layer.Layer}): running statistics look like {layer.Origin}, mean square {layer.MeanSquare:g4}, expected "
        + (layer.Expected is double expected ? $"{expected:g4}" : "another");
}
