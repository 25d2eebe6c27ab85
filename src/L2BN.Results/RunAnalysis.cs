using System.Text.Json.Serialization;

namespace L2BN.Results;

/// <summary>What the analysis of a trained network found on the test split, in evaluation mode: <c>analysis.json</c> of its run.</summary>
public sealed record RunAnalysis : IChecked
{
    /// <summary>What was measured at each feature tap, from the network's input to its output; <c>places</c> in JSON.</summary>
    [JsonPropertyName("places")]
    public IReadOnlyList<FeatureTapAnalysis> FeatureTaps { get; init; } = [];

    /// <summary>Pictures of the pooled features on a plane.</summary>
    public IReadOnlyList<ProjectionRecord> Projections { get; init; } = [];

    /// <summary>Wall-clock time that the analysis took, in seconds; null where it was not timed.</summary>
    public double? Seconds { get; init; }

    string? IChecked.FindFault() => Seconds is < 0 or > RecordCheck.LongestSeconds
        ? $"expected seconds from 0 to {RecordCheck.LongestSeconds}, got {Seconds}" : null;
}

/// <summary>Features at one tap of a network: the input or output of a normalization layer, or the input of the classifier.</summary>
public sealed record FeatureTapAnalysis
{
    /// <summary>Name of the layer as the network names it, <c>stage1.0.bn1</c>; <c>features</c> for the pooled features.</summary>
    public required string Layer { get; init; }

    /// <summary><c>input</c> or <c>output</c> of the layer, or <c>features</c>.</summary>
    public required string Side { get; init; }

    /// <summary>Metrics by name; null for a number that does not exist. Every tap of every run has the same names.</summary>
    public IReadOnlyDictionary<string, double?> Metrics { get; init; } = new Dictionary<string, double?>();

    /// <summary>The metrics that scaling every sample to unit length changes, after scaling; null where that was not looked at.</summary>
    public IReadOnlyDictionary<string, double?>? UnitMetrics { get; init; }

    /// <summary>Test samples that the metrics rest on; null where nothing was measured.</summary>
    public int? Samples { get; init; }

    /// <summary>Classes that the metrics rest on: all, or evenly spread ones where there are many; null where it was not
    /// recorded.</summary>
    public int? Classes { get; init; }

    /// <summary>How the l2 norms of the samples are distributed; null where they were not recorded.</summary>
    public NormHistogram? Norms { get; init; }
}

/// <summary>Sample norms by class.</summary>
public sealed record NormHistogram : IChecked
{
    /// <summary>Edges of the bins, rising; one more than bins.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Samples by (class, bin), classes in the order of their labels.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Counts { get; init; }

    /// <summary>Labels of the rows of <see cref="Counts"/>, where it has not one for every class; null: row k is class k.</summary>
    public IReadOnlyList<int>? Classes { get; init; }

    string? IChecked.FindFault()
    {
        if (Counts.Any(row => row.Count != Edges.Count - 1 || row.Any(count => count < 0)))
            return $"expected {Edges.Count - 1} counts of at least 0 for each class, got others";
        if (Counts.Sum(row => row.Sum(count => (long)count)) > int.MaxValue)
            return $"expected counts of at most {int.MaxValue} samples, got more";
        return Classes is { } labels && (labels.Count != Counts.Count || labels.Any(label => label is < 0 or >= RecordCheck.MostClasses))
            ? $"expected a class from 0 for each of {Counts.Count} rows, got others" : null;
    }
}

/// <summary>Features of test samples on a plane.</summary>
public sealed record ProjectionRecord : IChecked
{
    /// <summary>How the plane was chosen, for people: <c>principal components</c>, <c>plane of three class means</c>.</summary>
    public required string Plane { get; init; }

    /// <summary>Horizontal coordinates, one per sample.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>Vertical coordinates, one per sample.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Labels of the samples.</summary>
    public required IReadOnlyList<int> Classes { get; init; }

    /// <summary>Share (0–1) of the features' variance along the horizontal axis; null where unknown.</summary>
    public double? HorizontalShare { get; init; }

    /// <summary>Share (0–1) of the features' variance along the vertical axis; null where unknown.</summary>
    public double? VerticalShare { get; init; }

    string? IChecked.FindFault() =>
        X.Count != Classes.Count || Y.Count != Classes.Count || Classes.Any(label => label is < 0 or >= RecordCheck.MostClasses)
            ? $"expected two coordinates and a class from 0 for each sample, got {X.Count}, {Y.Count} and {Classes.Count}" : null;
}
