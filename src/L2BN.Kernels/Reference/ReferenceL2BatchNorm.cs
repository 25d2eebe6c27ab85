namespace L2BN.Kernels.Reference;

/// <summary>
/// The layer as the paper composes it (arXiv 2207.02625): normalize every sample, then every channel, then add the residual and
/// apply the activation. The slow double-precision counterpart of <see cref="L2BatchNormKernel"/>: its specification and its oracle.
/// </summary>
internal static class ReferenceL2BatchNorm
{
    /// <summary>Running statistics for evaluation; null in training.</summary>
    public sealed record Fixed(double[] Mean, double[] Variance);

    /// <summary>What a call gives; Mean and Variance (biased) are those that were used.</summary>
    public sealed record Result(double[] Output, double[] Mean, double[] Variance, int SmallSamples);

    /// <summary>Gradients of <see cref="Forward"/>.</summary>
    public sealed record Gradients(double[] Input, double[] Weight, double[] Bias, double[] Residual);

    public static Result Forward(
        double[] x, FeatureShape shape, in NormOptions options, double[] weight, double[] bias, double[]? residual, Fixed? running)
    {
        double[] z = Normalize(x, shape, options);
        (double[] mean, double[] variance) = running is null ? ReferenceBatchNorm.Statistics(z, shape) : (running.Mean, running.Variance);
        double[] u = PreActivation(z, shape, options, mean, variance, weight, bias, residual);
        for (int k = 0; k < u.Length; k++)
            u[k] *= Factor(options, u[k]);
        int small = options.NormalizeSamples ? ReferenceL2Norm.CountSmall(x, shape.Samples, options.NormEps) : 0;
        return new Result(u, mean, variance, small);
    }

    public static Gradients Backward(
        double[] x,
        double[] dy,
        FeatureShape shape,
        in NormOptions options,
        double[] weight,
        double[] bias,
        double[]? residual,
        Fixed? running)
    {
        double[] z = Normalize(x, shape, options);
        (double[] mean, double[] variance) = running is null ? ReferenceBatchNorm.Statistics(z, shape) : (running.Mean, running.Variance);
        double[] u = PreActivation(z, shape, options, mean, variance, weight, bias, residual);
        double[] du = new double[dy.Length];
        for (int k = 0; k < u.Length; k++)
            du[k] = dy[k] * Factor(options, u[k]);
        (double[] dz, double[] dWeight, double[] dBias) =
            ReferenceBatchNorm.Backward(z, du, shape, mean, variance, weight, options.Eps, running is null);
        double[] dx = options.NormalizeSamples
            ? ReferenceL2Norm.Backward(x, dz, shape.Samples, options.TargetNorm(shape.Dimension), options.NormEps)
            : dz;
        return new Gradients(dx, dWeight, dBias, du);
    }

    private static double[] Normalize(double[] x, FeatureShape shape, in NormOptions options) => options.NormalizeSamples
        ? ReferenceL2Norm.Forward(x, shape.Samples, options.TargetNorm(shape.Dimension), options.NormEps)
        : x;

    private static double[] PreActivation(
        double[] z,
        FeatureShape shape,
        in NormOptions options,
        double[] mean,
        double[] variance,
        double[] weight,
        double[] bias,
        double[]? residual)
    {
        double[] u = ReferenceBatchNorm.Forward(z, shape, mean, variance, weight, bias, options.Eps);
        for (int k = 0; k < u.Length; k++)
            u[k] += residual?[k] ?? 0;
        return u;
    }

    /// <summary>act(u) as a factor of u, which is act'(u) too.</summary>
    public static double Factor(in NormOptions options, double u) =>
        options.Activation.Visit<FactorVisitor, double>(new FactorVisitor(u, options.NegativeSlope));

    private readonly struct FactorVisitor(double u, double slope) : IActivationVisitor<double>
    {
        public double Visit<TActivation>()
            where TActivation : struct, IActivation => TActivation.Factor(u, slope);
    }
}
