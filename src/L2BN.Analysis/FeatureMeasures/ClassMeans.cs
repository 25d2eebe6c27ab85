using System.Numerics.Tensors;

namespace L2BN.Analysis.FeatureMeasures;

/// <summary>Means and variances of K classes of d raw or unit-length features, and the distances between the means; O(K²·d) time.</summary>
internal sealed class ClassMeans
{
    // Rounding leaves about 1e-16 of the largest length between equal vectors; squared distances this far below are taken as 0.
    private const double Rounding = 1e-26;

    private ClassMeans(int[] counts, double[][] means, double[] variances)
    {
        double floor = Rounding * (means.Max(mean => TensorPrimitives.SumOfSquares<double>(mean)) + variances.Max());
        (Counts, Means, Variances) = (counts, means, [.. variances.Select(variance => variance <= floor ? 0 : variance)]);
        Center = MeanOf(means);
        Centered = [.. means.Select(mean => Centering(mean, floor))];
        Gram = Pairs((k, l) => TensorPrimitives.Dot<double>(Centered[k], Centered[l]));
        SquaredDistances = Pairs((k, l) => SquaredDistance(means[k], means[l]) is var distance && distance <= floor ? 0 : distance);
        LargestSquaredDistance = SquaredDistances.Max(row => TensorPrimitives.Max<double>(row));
    }

    /// <summary>Samples per class.</summary>
    public int[] Counts { get; }

    /// <summary>μ_k.</summary>
    public double[][] Means { get; }

    /// <summary>σ²_k, the mean squared distance of a class's samples to their mean.</summary>
    public double[] Variances { get; }

    /// <summary>The mean of the class means, every class counting once.</summary>
    public double[] Center { get; }

    /// <summary>μ_k − center.</summary>
    public double[][] Centered { get; }

    /// <summary>Inner products of the centered means.</summary>
    public double[][] Gram { get; }

    /// <summary>‖μ_k − μ_l‖².</summary>
    public double[][] SquaredDistances { get; }

    /// <summary>The largest ‖μ_k − μ_l‖².</summary>
    public double LargestSquaredDistance { get; }

    public int Classes => Counts.Length;

    public static ClassMeans FromMoments(IReadOnlyList<ClassMoments> classes, int dimension, bool unit)
    {
        double[][] means = classes.Select(_ => new double[dimension]).ToArray();
        double[] variances = classes.Select((moments, k) => moments.Moments(unit, means[k])).ToArray();
        return new([.. classes.Select(moments => moments.Count)], means, variances);
    }

    private double[][] Pairs(Func<int, int, double> value)
    {
        double[][] pairs = [.. Enumerable.Range(0, Classes).Select(_ => new double[Classes])];
        for (int k = 0; k < Classes; k++)
        {
            for (int l = 0; l <= k; l++)
                pairs[k][l] = pairs[l][k] = value(k, l);
        }
        return pairs;
    }

    private static double[] MeanOf(double[][] vectors)
    {
        double[] mean = new double[vectors[0].Length];
        foreach (double[] vector in vectors)
            TensorPrimitives.Add(mean, vector, mean);
        TensorPrimitives.Divide(mean, vectors.Length, mean);
        return mean;
    }

    private double[] Centering(double[] mean, double floor)
    {
        double[] difference = new double[mean.Length];
        TensorPrimitives.Subtract(mean, Center, difference);
        return TensorPrimitives.SumOfSquares<double>(difference) <= floor ? new double[mean.Length] : difference;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        double distance = TensorPrimitives.Distance<double>(a, b);
        return distance * distance;
    }
}
