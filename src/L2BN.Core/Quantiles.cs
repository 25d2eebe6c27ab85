namespace L2BN.Core;

/// <summary>Order statistics and spread of a list of numbers.</summary>
public static class Quantiles
{
    /// <summary>The median: the mean of the two middle values where their number is even.</summary>
    /// <param name="values">The numbers, in any order.</param>
    /// <returns>NaN where there is none.</returns>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The quantile with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, numpy's
    /// default).</summary>
    /// <param name="sorted">The numbers in ascending order, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int low = (int)position, high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + ((position - low) * (sorted[high] - sorted[low]));
    }

    /// <summary>The standard deviation of a population: the sum of squares is divided by the number of values.</summary>
    /// <param name="values">The numbers, at least one.</param>
    public static double PopulationDeviation(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
