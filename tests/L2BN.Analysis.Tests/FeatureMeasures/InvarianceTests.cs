using CsCheck;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

public class InvarianceTests
{
    // A rotation is computed in double and stored as float, so values may move by float rounding; the silhouette sums floats besides.
    private const double Tolerance = 2e-5;

    [Fact]
    public void Rotation_changes_nothing() =>
        Gen.Select(Features.Any, Gen.Double[-1, 1].Array[9]).Where(item => Separated(item.Item1)).Sample((features, normal) =>
            AssertSame(features.Measure(), features.Map(x => Reflected(x, normal)).Measure(), Tolerance), iter: 300);

    [Fact]
    public void Order_of_samples_changes_nothing() =>
        Gen.Select(Features.Any, Gen.ULong).Sample((features, seed) =>
            AssertSame(features.Measure(), features.Reordered(Shuffled(features.Values.Length, seed)).Measure(), 1e-6), iter: 300);

    [Fact]
    public void Order_of_features_changes_nothing() =>
        Gen.Select(Features.Any, Gen.ULong).Sample((features, seed) =>
        {
            int[] order = Shuffled(features.Dimension, seed);
            AssertSame(features.Measure(), features.Map(x => [.. order.Select(j => x[j])]).Measure(), 1e-5);
        }, iter: 300);

    [Fact]
    public void Names_of_classes_change_nothing() =>
        Features.Any.Sample(features =>
        {
            Features renamed = features with { Labels = [.. features.Labels.Select(k => features.Classes - 1 - k)] };
            AssertSame(features.Measure(), renamed.Measure(), 1e-6);
        }, iter: 300);

    [Fact]
    public void A_common_scale_changes_no_measure() =>
        Gen.Select(Features.Any, Gen.Double[0.01, 100]).Where(item => Separated(item.Item1)).Sample((features, scale) =>
            AssertSame(features.Measure(), features.Map(x => [.. x.Select(v => (float)(v * scale))]).Measure(), Tolerance), iter: 300);

    // The point of L2BN: a scale of each sample's own vanishes from everything measured at unit length, and from all cosines.
    [Fact]
    public void A_scale_per_sample_changes_no_cosine_and_no_unit_geometry() =>
        Gen.Select(Features.Any, Gen.Int[-3, 3].Array[32]).Sample((features, powers) =>
        {
            Features scaled = features with { Values = [.. features.Values.Select((x, i) => Scaled(x, powers[i]))] };
            (Discriminability before, Discriminability after) = (features.Measure(), scaled.Measure());
            AssertSame(before, after, 1e-6, raw: false);
        }, iter: 300);

    // Powers of two lose no digit.
    private static float[] Scaled(float[] x, int power) => [.. x.Select(v => (float)Math.ScaleB(v, power))];

    private static void AssertSame(
        Discriminability expected, Discriminability actual, double tolerance, bool raw = true)
    {
        foreach (DiscriminabilityMetric metric in DiscriminabilityMetric.All)
        {
            if (raw)
                AssertSame(metric.Name, metric.Value(expected, false), metric.Value(actual, false), tolerance);
            if (raw || !metric.Name.StartsWith("norm", StringComparison.Ordinal))
                AssertSame(metric.Name, metric.Value(expected, true), metric.Value(actual, true), tolerance);
        }
    }

    private static void AssertSame(string name, double? expected, double? actual, double tolerance)
    {
        Assert.True(expected.HasValue == actual.HasValue, $"{name}: {expected} became {actual}");
        if (expected is { } e && actual is { } a)
            Assert.True(Math.Abs(e - a) <= tolerance * (1 + Math.Abs(e)), $"{name}: {e:R} became {a:R}");
    }

    // Where a measure divides by nearly nothing, or two means are nearly equally near, float rounding decides; those cases prove nothing.
    private static bool Separated(Features features)
    {
        Discriminability found = features.Measure();
        return new[] { found.Raw, found.Unit }.All(g => g is { Nc1: < 100, Cdnv: < 100, TraceRatio: > 0.01, Nc2Equinorm: < 10 })
            && Margin(features, [.. features.Values.Select(x => x.Select(v => (double)v).ToArray())]) > 1e-4
            && Margin(features, features.UnitLength()) > 1e-4;
    }

    // The least difference between a sample's two nearest means, each taken without the sample.
    private static double Margin(Features features, double[][] x) => Enumerable.Range(0, x.Length).Min(i =>
    {
        double[] distances =
        [
            .. Enumerable.Range(0, features.Classes).Select(k =>
            {
                int[] others = Enumerable.Range(0, x.Length).Where(j => j != i && features.Labels[j] == k).ToArray();
                return Math.Sqrt(Enumerable.Range(0, x[i].Length).Sum(d => Math.Pow(x[i][d] - others.Average(j => x[j][d]), 2)));
            }).Order(),
        ];
        return distances[1] - distances[0];
    });

    // Householder's reflection x − 2 n (n·x)/(n·n), which is orthogonal; a vanishing normal reflects nothing.
    private static float[] Reflected(float[] x, double[] normal)
    {
        double along = 0, squares = 0;
        for (int j = 0; j < x.Length; j++)
        {
            along += x[j] * normal[j];
            squares += normal[j] * normal[j];
        }
        return squares < 1e-6 ? x : [.. x.Select((v, j) => (float)(v - (2 * normal[j] * along / squares)))];
    }

    private static int[] Shuffled(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        int[] order = Enumerable.Range(0, count).ToArray();
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
