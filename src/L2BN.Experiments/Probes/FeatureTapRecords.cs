using L2BN.Analysis;
using L2BN.Results;

namespace L2BN.Experiments;

/// <summary>Turns what was measured at a tap into its record.</summary>
internal static class FeatureTapRecords
{
    public static FeatureTapAnalysis FromProbe(Probe probe, bool histogram)
    {
        Discriminability? measured = Measured(probe);
        bool unit = probe.Tap.Side != FeatureTap.Output;
        return new FeatureTapAnalysis
        {
            Layer = probe.Tap.Layer,
            Side = probe.Tap.Side,
            Samples = measured?.Samples,
            Metrics = Values(DiscriminabilityMetric.All, measured, unit: false),
            UnitMetrics = unit ? Values(DiscriminabilityMetric.All.Where(metric => metric.HasUnitForm), measured, unit: true) : null,
            Norms = histogram && measured is not null ? Histogram(measured.Norms, probe.Statistics.Classes) : null,
        };
    }

    // Fewer than two classes among the samples, or features that are not finite: the numbers do not exist.
    private static Discriminability? Measured(Probe probe)
    {
        if (!probe.IsFinite) return null;
        try { return probe.Statistics.Compute(); }
        catch (InvalidOperationException) { return null; }
    }

    private static Dictionary<string, double?> Values(IEnumerable<DiscriminabilityMetric> metrics, Discriminability? measured, bool unit) =>
        metrics.ToDictionary(metric => metric.Name, metric => measured is null ? null : metric.Value(measured, unit));

    private static NormHistogram Histogram(NormStatistics norms, int classes)
    {
        var byClass = norms.Classes.ToDictionary(own => own.Class, own => own.Histogram);
        int[] none = new int[norms.HistogramEdges.Count - 1];
        return new NormHistogram { Edges = norms.HistogramEdges, Counts = [.. Enumerable.Range(0, classes).Select(k => byClass.GetValueOrDefault(k, none))] };
    }
}
