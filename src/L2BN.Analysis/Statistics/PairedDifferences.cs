namespace L2BN.Analysis.Statistics;

/// <summary>Paired differences b − a with their moments; what a sample of that size does not have is null.</summary>
/// <param name="Values">All differences, in order.</param>
/// <param name="NonZero">Those that are not 0.</param>
/// <param name="Mean">Mean of all; null without pairs.</param>
/// <param name="Deviation">Sample standard deviation; null below 2 pairs.</param>
/// <param name="Rounding">What rounding may have done to a sum of the differences.</param>
internal sealed record PairedDifferences(double[] Values, double[] NonZero, double? Mean, double? Deviation, double Rounding)
{
    // Accuracies come in steps of 1/images, so sums tie often; 50 units in the last place tell a tie from a difference.
    private const double Noise = 1e-14;

    public int Count => Values.Length;

    /// <summary>Standard error of the mean.</summary>
    public double? Error => Deviation / Math.Sqrt(Count);

    /// <summary>Cohen's d_z.</summary>
    public double? Effect => Deviation > 0 ? Mean / Deviation : null;

    public static PairedDifferences Compute(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        RequireSameCount(a.Count, b.Count);
        double[] values = new double[a.Count];
        double rounding = 0;
        for (int i = 0; i < values.Length; i++)
        {
            RequireFinite(a[i], b[i], i);
            double own = Noise * (Math.Abs(a[i]) + Math.Abs(b[i]));
            values[i] = Math.Abs(b[i] - a[i]) <= own ? 0 : b[i] - a[i];
            rounding += own;
        }
        double? mean = values.Length == 0 ? null : values.Average();
        return new(values, [.. values.Where(v => v != 0)], mean, DeviationOf(values, mean, rounding), rounding);
    }

    // Equal differences leave a spread of pure rounding; it would make an infinite effect look finite.
    private static double? DeviationOf(double[] values, double? mean, double rounding)
    {
        if (values.Length < 2)
            return null;
        double deviation = Math.Sqrt(values.Sum(v => (v - mean!.Value) * (v - mean.Value)) / (values.Length - 1));
        return deviation <= rounding / values.Length ? 0 : deviation;
    }

    private static void RequireSameCount(int a, int b)
    {
        if (a != b)
        {
            throw new ArgumentException(
                $"Expected one value of each arm per seed, got {a} values of the first arm and {b} of the second; " +
                "leave out the seeds that only one arm finished.");
        }
    }

    private static void RequireFinite(double a, double b, int index)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b))
        {
            throw new ArgumentException(
                $"Expected finite values, got {a} and {b} in pair {index}; leave out the seeds that diverged, and report how many.");
        }
    }
}
