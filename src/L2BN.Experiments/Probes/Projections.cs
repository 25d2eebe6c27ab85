using L2BN.Analysis;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Pictures of the features on two planes.</summary>
internal static class Projections
{
    private const int MostPoints = 600;

    public static IEnumerable<ProjectionRecord> Of(Probe probe)
    {
        if (!probe.IsFinite || probe.Statistics.Count < 2) yield break;
        yield return Record("principal components", probe.Statistics.PrincipalComponents());
        if (ClassPlane(probe.Statistics) is { } plane) yield return Record("plane of three class means", plane);
    }

    // The same classes for every arm: the first three.
    private static FeatureProjection? ClassPlane(FeatureStatistics statistics)
    {
        if (statistics.Classes < 3 || statistics.Dimension < 2) return null;
        try { return statistics.ClassPlane(0, 1, 2); }
        catch (InvalidOperationException) { return null; }
    }

    private static ProjectionRecord Record(string plane, FeatureProjection projection)
    {
        int step = (projection.Points.Count + MostPoints - 1) / MostPoints;
        ProjectedPoint[] points = [.. projection.Points.Where((_, index) => index % Math.Max(1, step) == 0)];
        return new ProjectionRecord
        {
            Plane = plane,
            X = [.. points.Select(point => Rounded(point.X))],
            Y = [.. points.Select(point => Rounded(point.Y))],
            Classes = [.. points.Select(point => point.Class)],
            HorizontalShare = projection.HorizontalShare,
            VerticalShare = projection.VerticalShare,
        };
    }

    // Five digits are more than a picture shows.
    private static double Rounded(double value) => value == 0 || !double.IsFinite(value)
        ? value
        : Math.Round(value, Math.Clamp(4 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15));
}
