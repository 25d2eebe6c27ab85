using L2BN.Analysis;

namespace L2BN.Reporting;

/// <summary>
/// What the metrics of discriminability are called in reports, with an arrow to the better side. A name that the Analysis room does not
/// know is shown as it is, so that records of another version can be read.
/// </summary>
internal static class MetricNames
{
    public static string Of(string name)
    {
        DiscriminabilityMetric? metric = DiscriminabilityMetric.All.FirstOrDefault(metric => metric.Name == name);
        if (metric is null) return name.Replace('_', ' ');
        string arrow = metric.HigherIsBetter switch { true => " ↑", false => " ↓", null => "" };
        return metric.Title + arrow;
    }

    /// <summary>Four significant digits, whatever the size.</summary>
    public static string Text(double? value) => value switch
    {
        null => Numbers.Missing,
        double number when !double.IsFinite(number) => Numbers.Missing,
        0 => "0",
        double number when Math.Abs(number) is >= 1e5 or < 1e-4 => Numbers.Scientific(number, 3),
        double number => Numbers.Fixed(number, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(number))), 0, 7)),
    };
}
