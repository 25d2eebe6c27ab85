using System.ComponentModel.DataAnnotations;

namespace L2BN.Results.Output;

/// <summary>What <c>l2bn analyze --json</c> prints.</summary>
public sealed record AnalyzeOutput
{
    /// <summary>Version of this form; 1.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>Absolute path of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The norm with its options.</summary>
    public required string Norm { get; init; }

    /// <summary>Optimizer steps that the checkpoint has seen.</summary>
    public required long Step { get; init; }

    /// <summary>Which running statistics were analyzed: those of the checkpoint, or re-estimated ones.</summary>
    [AllowedValues("saved", "reestimated")]
    public required string Statistics { get; init; }

    /// <summary>Test accuracy in percent with the running statistics of the checkpoint.</summary>
    public required double? Accuracy { get; init; }

    /// <summary>Test accuracy in percent with running statistics re-estimated; null where the saved ones were kept.</summary>
    public required double? AccuracyRecalibrated { get; init; }

    /// <summary>Metrics of the pooled features by name; null where the network has none.</summary>
    public required IReadOnlyDictionary<string, double?>? Discriminability { get; init; }

    /// <summary>One entry per measured layer input or output.</summary>
    public required IReadOnlyList<AnalyzedFeatures> Places { get; init; }

    /// <summary>Wall-clock time of the analysis in seconds.</summary>
    public required double? Seconds { get; init; }

    /// <summary>Absolute path of the report.</summary>
    public required string Report { get; init; }
}

/// <summary>Metrics of the features at one point of a network.</summary>
public sealed record AnalyzedFeatures
{
    /// <summary>Name of the layer; <c>features</c> for the pooled features.</summary>
    public required string Layer { get; init; }

    /// <summary>Input or output of the layer, or <c>features</c>.</summary>
    [AllowedValues("input", "output", "features")]
    public required string Side { get; init; }

    /// <summary>Test samples that the metrics rest on; null where nothing was measured.</summary>
    public required int? Samples { get; init; }

    /// <summary>Metrics by name.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>The metrics that change where every sample is scaled to unit length, after scaling; null where not measured.</summary>
    public required IReadOnlyDictionary<string, double?>? UnitMetrics { get; init; }

    /// <summary>The output for one measured tap.</summary>
    public static AnalyzedFeatures FromTap(FeatureTapAnalysis tap) => new()
    {
        Layer = tap.Layer,
        Side = tap.Side,
        Samples = tap.Samples,
        Metrics = tap.Metrics,
        UnitMetrics = tap.UnitMetrics,
    };
}
