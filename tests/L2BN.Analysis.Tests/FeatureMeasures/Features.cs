using CsCheck;
using L2BN.Analysis.FeatureMeasures;

namespace L2BN.Analysis.Tests.FeatureMeasures;

/// <summary>Labeled features for tests, and the measuring of them.</summary>
internal sealed record Features(float[][] Values, int[] Labels)
{
    public int Classes => Labels.Max() + 1;

    public int Dimension => Values[0].Length;

    /// <summary>2–4 classes of 2–8 samples, 1–9 features, coordinates in ±3 in steps that floats hold exactly.</summary>
    public static Gen<Features> Any { get; } =
        from classes in Gen.Int[2, 4]
        from dimension in Gen.Int[1, 9]
        from sizes in Gen.Int[2, 8].Array[classes]
        from values in Gen.Int[-3072, 3072].Select(i => i / 1024f).Array[dimension].Array[sizes.Sum()]
        select new Features(values, [.. sizes.SelectMany((size, k) => Enumerable.Repeat(k, size))]);

    public static Features Of(params (int Label, float[] Value)[] samples) =>
        new([.. samples.Select(s => s.Value)], [.. samples.Select(s => s.Label)]);

    public static Features Random(int perClass, int classes, int dimension, double spread, ulong seed)
    {
        var random = new SplitMix64(seed);
        double Next() => random.Unit() + random.Unit() + random.Unit() - 1.5;
        double[][] centers = Enumerable
            .Range(0, classes)
            .Select(_ => Enumerable.Range(0, dimension).Select(_ => Next()).ToArray())
            .ToArray();
        int[] labels = [.. Enumerable.Range(0, perClass * classes).Select(i => i % classes)];
        return new([.. labels.Select(k => centers[k].Select(c => (float)(c + (spread * Next()))).ToArray())], labels);
    }

    public FeatureStatistics Accumulate(FeatureStatisticsOptions? options = null)
    {
        var statistics = new FeatureStatistics(Dimension, Classes, options);
        for (int i = 0; i < Values.Length; i++)
            statistics.Add(Values[i], Labels[i]);
        return statistics;
    }

    public Discriminability Measure(FeatureStatisticsOptions? options = null) => Accumulate(options).Compute();

    public Features Map(Func<float[], float[]> map) => this with { Values = [.. Values.Select(map)] };

    public Features Reordered(int[] order) => new([.. order.Select(i => Values[i])], [.. order.Select(i => Labels[i])]);

    public double[][] UnitLength() => [.. Values.Select(x => Scaled(x, 1 / Math.Max(1e-12, Math.Sqrt(x.Sum(v => (double)v * v)))))];

    private static double[] Scaled(float[] x, double scale) => [.. x.Select(v => v * scale)];
}
