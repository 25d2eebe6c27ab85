namespace L2BN.Analysis.Projection;

/// <summary>Features on a plane: points to draw, and how much of the spread they show.</summary>
public sealed record FeatureProjection
{
    /// <summary>The samples, in feature units (or unit lengths) along the two axes.</summary>
    public required IReadOnlyList<ProjectedPoint> Points { get; init; }

    /// <summary>The class means on the same axes, of the classes that occur among the points.</summary>
    public required IReadOnlyList<ProjectedPoint> Means { get; init; }

    /// <summary>Share (0…1) of the total variance of the points' features along the horizontal axis; 0 if the points coincide.</summary>
    public required double HorizontalShare { get; init; }

    /// <summary>Share (0…1) of it along the vertical axis.</summary>
    public required double VerticalShare { get; init; }
}

/// <summary>A point of a projection.</summary>
/// <param name="X">Horizontal coordinate.</param>
/// <param name="Y">Vertical coordinate.</param>
/// <param name="Class">Index of its class.</param>
public readonly record struct ProjectedPoint(double X, double Y, int Class);
