namespace L2BN.Kernels.Reference;

/// <summary>Every channel gets mean 0 and variance 1, then weight and bias. Slow, obvious, in double: a specification.</summary>
internal static class ReferenceBatchNorm
{
    /// <summary>Mean and biased variance of every channel over samples and positions.</summary>
    public static (double[] Mean, double[] Variance) Statistics(double[] z, FeatureShape shape)
    {
        double[] mean = new double[shape.Channels];
        double[] variance = new double[shape.Channels];
        for (int c = 0; c < shape.Channels; c++)
        {
            foreach (int k in Channel(shape, c))
                mean[c] += z[k] / shape.PerChannel;
            foreach (int k in Channel(shape, c))
                variance[c] += (z[k] - mean[c]) * (z[k] - mean[c]) / shape.PerChannel;
        }

        return (mean, variance);
    }

    public static double[] Forward(
        double[] z, FeatureShape shape, double[] mean, double[] variance, double[] weight, double[] bias, double eps)
    {
        double[] y = new double[z.Length];
        for (int c = 0; c < shape.Channels; c++)
        {
            foreach (int k in Channel(shape, c))
                y[k] = (weight[c] * (z[k] - mean[c]) * Inverse(variance[c], eps)) + bias[c];
        }

        return y;
    }

    /// <summary>Gradients of <see cref="Forward"/>; in training mean and variance depend on z, in evaluation they are constants.</summary>
    public static (double[] Input, double[] Weight, double[] Bias) Backward(
        double[] z, double[] dy, FeatureShape shape, double[] mean, double[] variance, double[] weight, double eps, bool training)
    {
        (double[] dz, double[] dWeight, double[] dBias) = (new double[z.Length], new double[shape.Channels], new double[shape.Channels]);
        for (int c = 0; c < shape.Channels; c++)
        {
            double inverse = Inverse(variance[c], eps);
            double count = training ? shape.PerChannel : double.PositiveInfinity;
            foreach (int k in Channel(shape, c))
            {
                dBias[c] += dy[k];
                dWeight[c] += dy[k] * (z[k] - mean[c]) * inverse;
            }

            foreach (int k in Channel(shape, c))
                dz[k] = weight[c] * inverse * (dy[k] - (dBias[c] / count) - ((z[k] - mean[c]) * inverse * dWeight[c] / count));
        }

        return (dz, dWeight, dBias);
    }

    /// <summary>1/√(variance + eps); 0 where both are 0, as in libtorch, so that a constant channel gives its bias.</summary>
    private static double Inverse(double variance, double eps) => variance + eps == 0 ? 0 : 1 / Math.Sqrt(variance + eps);

    /// <summary>Where the values of a channel lie.</summary>
    private static IEnumerable<int> Channel(FeatureShape shape, int c)
    {
        for (int i = 0; i < shape.Samples; i++)
        {
            for (int j = 0; j < shape.Positions; j++)
            {
                yield return shape.Layout == FeatureLayout.ChannelsFirst
                    ? (((i * shape.Channels) + c) * shape.Positions) + j
                    : (((i * shape.Positions) + j) * shape.Channels) + c;
            }
        }
    }
}
