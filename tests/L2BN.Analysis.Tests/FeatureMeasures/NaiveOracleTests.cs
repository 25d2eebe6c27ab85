using CsCheck;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

/// <summary>Closed forms against their definitions over all pairs of samples, in double.</summary>
public class NaiveOracleTests
{
    [Fact]
    public void Cosines_are_the_means_over_pairs() =>
        Features.Any.Sample(
            features =>
            {
                (double[][] x, CosineStatistics found) = (features.UnitLength(), features.Measure().Cosines);
                int[][] classes = Enumerable.Range(0, x.Length).GroupBy(i => features.Labels[i]).Select(group => group.ToArray()).ToArray();
                Close.To(classes.Average(c => MeanOverPairs(x, c, c)), found.IntraClass!.Value, 0, 1e-12);
                double inter = classes.SelectMany((a, k) => classes.Take(k).Select(b => MeanOverPairs(x, a, b))).Average();
                Close.To(inter, found.InterClass, 0, 1e-12);
            },
            iter: 300);

    [Fact]
    public void Class_separation_is_the_ratio_of_cosine_distances() =>
        Features
            .Any.Where(features => features.Values.All(x => x.Any(v => v != 0)))
            .Sample(
                features =>
                {
                    double[][] x = features.UnitLength();
                    double within = 0,
                        total = 0;
                    double[] sizes = Enumerable
                        .Range(0, features.Classes)
                        .Select(k => (double)features.Labels.Count(label => label == k))
                        .ToArray();
                    for (int i = 0; i < x.Length; i++)
                    {
                        for (int j = 0; j < x.Length; j++)
                        {
                            (int k, int l) = (features.Labels[i], features.Labels[j]);
                            double distance = 1 - Dot(x[i], x[j]);
                            within += k == l ? distance / (sizes.Length * sizes[k] * sizes[k]) : 0;
                            total += distance / (sizes.Length * sizes[k] * sizes.Length * sizes[l]);
                        }
                    }
                    double? found = features.Measure().Cosines.ClassSeparation;
                    if (total > 1e-9)
                        Close.To(1 - (within / total), found!.Value, 0, 1e-6);
                },
                iter: 300);

    [Fact]
    public void Silhouette_is_rousseeuws() =>
        Features.Any.Sample(
            features =>
            {
                double[][] raw = [.. features.Values.Select(x => x.Select(v => (double)v).ToArray())];
                Discriminability found = features.Measure();
                Close.To(SilhouetteOf(raw, features.Labels), found.Raw.Silhouette!.Value, 0, 1e-5);
                Close.To(SilhouetteOf(features.UnitLength(), features.Labels), found.Unit.Silhouette!.Value, 0, 1e-5);
            },
            iter: 300);

    [Fact]
    public void Silhouette_of_one_class_does_not_exist() =>
        Assert.Null(
            Silhouette.Mean(
                [
                    [1f],
                    [2f],
                ],
                [1, 1],
                2));

    [Fact]
    public void Nearest_mean_is_found_by_looking_at_all() =>
        Features.Any.Sample(
            features =>
            {
                double[][] x = [.. features.Values.Select(v => v.Select(e => (double)e).ToArray())];
                int right = Enumerable.Range(0, x.Length).Count(i => NearestMean(x, features.Labels, i) == features.Labels[i]);
                // Exact ties between means may fall either way by rounding.
                int tied = Enumerable
                    .Range(0, x.Length)
                    .Count(i => MeanDistances(x, features.Labels, i).Order().Take(2).ToArray() is [var a, var b] && b - a < 1e-9);
                Close.To((double)right / x.Length, features.Measure().Raw.NearestMeanAccuracy, 0, ((double)tied / x.Length) + 1e-12);
            },
            iter: 300);

    private static int NearestMean(double[][] x, int[] labels, int sample)
    {
        double[] distances = MeanDistances(x, labels, sample);
        return Array.IndexOf(distances, distances.Min());
    }

    private static double[] MeanDistances(double[][] x, int[] labels, int sample) =>
        [
            .. Enumerable
                .Range(0, labels.Max() + 1)
                .Select(k =>
                {
                    int[] members = Enumerable.Range(0, x.Length).Where(i => labels[i] == k && i != sample).ToArray();
                    return Distance(x[sample], [.. x[0].Select((_, j) => members.Average(i => x[i][j]))]);
                }),
        ];

    private static double SilhouetteOf(double[][] x, int[] labels)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double MeanTo(int k) => Enumerable.Range(0, x.Length).Where(j => j != i && labels[j] == k).Average(j => Distance(x[i], x[j]));
            double a = MeanTo(labels[i]);
            double b = Enumerable.Range(0, labels.Max() + 1).Where(k => k != labels[i]).Min(MeanTo);
            sum += Math.Max(a, b) > 1e-7 ? (b - a) / Math.Max(a, b) : 0;
        }
        return sum / x.Length;
    }

    private static double MeanOverPairs(double[][] x, int[] a, int[] b) =>
        a.SelectMany(i => b.Where(j => j != i).Select(j => Dot(x[i], x[j]))).Average();

    private static double Dot(double[] a, double[] b) => a.Zip(b, (u, v) => u * v).Sum();

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (u, v) => (u - v) * (u - v)).Sum());
}
