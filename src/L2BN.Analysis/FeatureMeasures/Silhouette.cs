using System.Numerics.Tensors;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>Mean silhouette (Rousseeuw 1987) with Euclidean distances, O(N²·d).</summary>
internal static class Silhouette
{
    /// <summary>The mean of (b − a)/max(a, b); 0 for the only sample of a class and where a = b = 0; null below two classes.</summary>
    public static double? Mean(IReadOnlyList<float[]> features, IReadOnlyList<int> labels, int classes, CancellationToken ct = default)
    {
        int[] counts = new int[classes];
        foreach (int label in labels)
            counts[label]++;
        if (counts.Count(count => count > 0) < 2)
            return null;
        double[][] sums = DistanceSums(features, labels, classes, ct);
        return Enumerable.Range(0, features.Count).Average(i => Of(sums[i], counts, labels[i]));
    }

    private static double[][] DistanceSums(IReadOnlyList<float[]> features, IReadOnlyList<int> labels, int classes, CancellationToken ct)
    {
        double[][] sums = features.Select(_ => new double[classes]).ToArray();
        for (int i = 0; i < features.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            for (int j = 0; j < i; j++)
            {
                float distance = TensorPrimitives.Distance<float>(features[i], features[j]);
                sums[i][labels[j]] += distance;
                sums[j][labels[i]] += distance;
            }
        }
        return sums;
    }

    private static double Of(double[] sums, int[] counts, int own)
    {
        if (counts[own] == 1)
            return 0;
        double a = sums[own] / (counts[own] - 1);
        double b = double.PositiveInfinity;
        for (int k = 0; k < counts.Length; k++)
            b = k != own && counts[k] > 0 ? Math.Min(b, sums[k] / counts[k]) : b;
        return Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
    }
}
