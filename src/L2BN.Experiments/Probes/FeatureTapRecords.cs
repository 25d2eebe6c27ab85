using L2BN.Analysis.FeatureMeasures;
using L2BN.Analysis.Projection;
using L2BN.Results;
using L2BN.Scalars;

namespace L2BN.Experiments.Probes;

/// <summary>Turns what was measured at a tap into its record.</summary>
internal static class FeatureTapRecords
{
    private const int MostHistograms = 100;

    public static FeatureTapAnalysis FromProbe(Probe probe, bool histogram, CancellationToken ct)
    {
        Discriminability? measured = Measured(probe, ct);
        bool unit = probe.Tap.Side != FeatureTap.Output;
        return new FeatureTapAnalysis
        {
            Layer = probe.Tap.Layer,
            Side = probe.Tap.Side,
            Samples = measured?.Samples,
            Classes = measured?.Classes.Count,
            Metrics = Values(DiscriminabilityMetric.All, measured, unit: false),
            UnitMetrics = unit ? Values(DiscriminabilityMetric.All.Where(metric => metric.HasUnitForm), measured, unit: true) : null,
            Norms = histogram && measured is not null ? Histogram(measured.Norms, probe.Statistics.Classes) : null,
        };
    }

    // Fewer than two classes among the samples, or features that are not finite: the numbers do not exist.
    private static Discriminability? Measured(Probe probe, CancellationToken ct)
    {
        if (!probe.IsFinite)
            return null;
        try
        {
            return probe.Statistics.Compute(ct);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Dictionary<string, double?> Values(IEnumerable<DiscriminabilityMetric> metrics, Discriminability? measured, bool unit) =>
        metrics.ToDictionary(metric => metric.Name, metric => measured is null ? null : metric.Value(measured, unit));

    // A record of many classes has rows for evenly spread ones: a plot cannot show more, and every run has such a record of every tap.
    private static NormHistogram Histogram(NormStatistics norms, int classes)
    {
        var byClass = norms.Classes.ToDictionary(own => own.Class, own => own.Histogram);
        int[] none = new int[norms.HistogramEdges.Count - 1];
        if (classes <= MostHistograms)
            return new NormHistogram
            {
                Edges = norms.HistogramEdges,
                Counts = [.. Enumerable.Range(0, classes).Select(k => byClass.GetValueOrDefault(k, none))],
            };
        int[] labels = [.. ChosenSamples.Spread(norms.Classes.Count, MostHistograms).Select(i => norms.Classes[i].Class)];
        return new NormHistogram { Edges = norms.HistogramEdges, Counts = [.. labels.Select(label => byClass[label])], Classes = labels };
    }
}

/// <summary>Pictures of the features on two planes.</summary>
internal static class Projections
{
    private const int MostPoints = 600;

    public static IEnumerable<ProjectionRecord> Of(Probe probe, int classes, CancellationToken ct)
    {
        if (!probe.IsFinite || probe.Statistics.Count < 2)
            yield break;
        yield return Record("principal components", probe.Statistics.PrincipalComponents(ct: ct));
        if (ClassPlane(probe.Statistics, classes) is { } plane)
            yield return Record("plane of three class means", plane);
    }

    // The same classes for every arm: the first three that are measured.
    private static FeatureProjection? ClassPlane(FeatureStatistics statistics, int classes)
    {
        if (Math.Min(statistics.Classes, classes) < 3 || statistics.Dimension < 2)
            return null;
        int[] labels = [.. ChosenSamples.Spread(statistics.Classes, classes).Take(3)];
        try
        {
            return statistics.ClassPlane(labels[0], labels[1], labels[2]);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
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
