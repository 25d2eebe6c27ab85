using System.Text.Json;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

public class GoldenFeatureTests
{
    [Fact]
    public void Every_measure_is_numpys()
    {
        JsonElement[] cases = Golden.Discriminability.Rows("cases").ToArray();
        Assert.Equal(4, cases.Length);
        foreach (JsonElement row in cases)
        {
            Discriminability found = Measure(row);
            foreach (DiscriminabilityMetric? metric in DiscriminabilityMetric.All.Where(metric => !metric.HasUnitForm))
                Close.To(row.GetProperty("shared").Number(metric.Name), metric.Value(found, false)!.Value, 1e-9, 1e-12);
            foreach (DiscriminabilityMetric? metric in DiscriminabilityMetric.All.Where(metric => metric.HasUnitForm))
            {
                // The silhouette's distances are sums of floats.
                double tolerance = metric.Name == "silhouette" ? 1e-5 : 1e-9;
                Close.To(row.GetProperty("raw").Number(metric.Name), metric.Value(found, false)!.Value, tolerance, tolerance / 100);
                Close.To(row.GetProperty("unit").Number(metric.Name), metric.Value(found, true)!.Value, tolerance, tolerance / 100);
            }
            Close.To(row.GetProperty("raw").Number("within_scatter"), found.Raw.WithinScatter, 1e-12);
            Close.To(row.GetProperty("raw").Number("between_scatter"), found.Raw.BetweenScatter, 1e-12);
        }
    }

    [Fact]
    public void Norm_quantiles_are_numpys()
    {
        foreach (JsonElement row in Golden.Discriminability.Rows("cases"))
        {
            IReadOnlyList<ClassNorms> classes = Measure(row).Norms.Classes;
            JsonElement quantiles = row.GetProperty("shared").GetProperty("class_quantiles");
            double[][] expected = quantiles.EnumerateArray().Select(q => q.Doubles().ToArray()).ToArray();
            for (int k = 0; k < classes.Count; k++)
            {
                ClassNorms c = classes[k];
                double[] found = [c.Minimum, c.Quantile5, c.Quantile25, c.Median, c.Quantile75, c.Quantile95, c.Maximum];
                foreach ((double e, double f) in expected[k].Zip(found))
                    Close.To(e, f, 1e-12);
            }
        }
    }

    private static Discriminability Measure(JsonElement row)
    {
        float[][] features = row.GetProperty("features")
            .EnumerateArray()
            .Select(x => x.Doubles().Select(v => (float)v).ToArray())
            .ToArray();
        (double[] labels, double[] predictions) = (row.Numbers("labels"), row.Numbers("predictions"));
        var statistics = new FeatureStatistics(features[0].Length, (int)labels.Max() + 1);
        for (int i = 0; i < features.Length; i++)
            statistics.Add(features[i], (int)labels[i], (int)predictions[i]);
        return statistics.Compute();
    }
}
