using System.Diagnostics;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

/// <summary>Work that can last ends soon after it is canceled.</summary>
public sealed class CancellationTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_measures_of_a_thousand_classes_end()
    {
        var random = new SplitMix64(1);
        const int classes = 1000, dimension = 512;
        var statistics = new FeatureStatistics(dimension, classes, new FeatureStatisticsOptions());
        float[] feature = new float[dimension];
        for (int i = 0; i < 2 * classes; i++)
        {
            for (int j = 0; j < dimension; j++)
                feature[j] = (float)random.Unit();
            statistics.Add(feature, i % classes);
        }

        EndsSoon(ct => statistics.Compute(ct));
        EndsSoon(ct => statistics.PrincipalComponents(ct: ct));
    }

    [Fact]
    public void Eigenvectors_and_silhouettes_end()
    {
        var random = new SplitMix64(2);
        const int n = 1500;
        double[][] matrix = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(_ => random.Unit()).ToArray())];
        EndsSoon(ct => SymmetricEigen.Decompose(matrix, ct));
        float[][] features = [.. Enumerable.Range(0, 8000).Select(i => Enumerable.Range(0, 256).Select(j => (float)(i ^ j)).ToArray())];
        EndsSoon(ct => Silhouette.Mean(features, [.. features.Select((_, i) => i % 10)], classes: 10, ct));
    }

    private static void EndsSoon(Action<CancellationToken> work)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
        var clock = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => work(source.Token));
        Assert.True(clock.Elapsed < s_soon);
    }
}
