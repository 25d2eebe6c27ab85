using System.Numerics.Tensors;

namespace L2BN.Analysis;

/// <summary>Class means of raw or unit-length features with what pairs of them say; K classes, d features, O(K²·d).</summary>
internal sealed class ClassMeans
{
    // Rounding leaves about 1e-16 of the largest length between equal vectors; squared distances this far below are taken as 0.
    private const double Rounding = 1e-26;

    private ClassMeans(int[] counts, double[][] means, double[] variances)
    {
        var floor = Rounding * (means.Max(mean => TensorPrimitives.SumOfSquares<double>(mean)) + variances.Max());
        (Counts, Means, Variances) = (counts, means, [.. variances.Select(variance => variance <= floor ? 0 : variance)]);
        Centre = MeanOf(means);
        Centred = [.. means.Select(mean => Centring(mean, floor))];
        Gram = Pairs((k, l) => TensorPrimitives.Dot<double>(Centred[k], Centred[l]));
        SquaredDistances = Pairs((k, l) => SquaredDistance(means[k], means[l]) is var distance && distance <= floor ? 0 : distance);
        Reach = SquaredDistances.Cast<double>().Max();
    }

    /// <summary>Samples per class.</summary>
    public int[] Counts { get; }

    /// <summary>μ_k.</summary>
    public double[][] Means { get; }

    /// <summary>σ²_k, the mean squared distance of a class's samples to their mean.</summary>
    public double[] Variances { get; }

    /// <summary>The mean of the class means, every class counting once.</summary>
    public double[] Centre { get; }

    /// <summary>μ_k − centre.</summary>
    public double[][] Centred { get; }

    /// <summary>Inner products of the centred means.</summary>
    public double[,] Gram { get; }

    /// <summary>‖μ_k − μ_l‖².</summary>
    public double[,] SquaredDistances { get; }

    /// <summary>The largest ‖μ_k − μ_l‖².</summary>
    public double Reach { get; }

    public int Classes => Counts.Length;

    public static ClassMeans FromMoments(IReadOnlyList<ClassMoments> classes, int dimension, bool unit)
    {
        var means = classes.Select(_ => new double[dimension]).ToArray();
        var variances = classes.Select((moments, k) => moments.Moments(unit, means[k])).ToArray();
        return new([.. classes.Select(moments => moments.Count)], means, variances);
    }

    private double[,] Pairs(Func<int, int, double> value)
    {
        var pairs = new double[Classes, Classes];
        for (var k = 0; k < Classes; k++)
        {
            for (var l = 0; l <= k; l++)
                pairs[k, l] = pairs[l, k] = value(k, l);
        }
        return pairs;
    }

    private static double[] MeanOf(double[][] vectors)
    {
        var mean = new double[vectors[0].Length];
        foreach (var vector in vectors)
            TensorPrimitives.Add(mean, vector, mean);
        TensorPrimitives.Divide(mean, vectors.Length, mean);
        return mean;
    }

    private double[] Centring(double[] mean, double floor)
    {
        var difference = new double[mean.Length];
        TensorPrimitives.Subtract(mean, Centre, difference);
        return TensorPrimitives.SumOfSquares<double>(difference) <= floor ? new double[mean.Length] : difference;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        var distance = TensorPrimitives.Distance<double>(a, b);
        return distance * distance;
    }
}
