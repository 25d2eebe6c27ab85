using L2BN.Kernels.Reference;

namespace L2BN.Kernels.Tests;

/// <summary>The references themselves: their gradients against differences of their outputs.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData(true, FeatureScale.RootDimension, true)]
    [InlineData(false, FeatureScale.RootDimension, true)]
    [InlineData(true, FeatureScale.Unit, true)]
    [InlineData(true, FeatureScale.RootDimension, false)]
    public void Gradients_are_slopes(bool training, FeatureScale scale, bool normalizeSamples)
    {
        NormOptions options = new() { Scale = scale, NormalizeSamples = normalizeSamples, Activation = Activation.LeakyRelu };
        var one = new KernelCase<double>(new FeatureShape(3, 4, 5), options, training, true, 9);
        ReferenceL2BatchNorm.Fixed? running = training ? null : new(one.RunningMean, one.RunningVariance);
        ReferenceL2BatchNorm.Gradients gradients =
            ReferenceL2BatchNorm.Backward(one.X, one.G, one.Shape, one.Options, one.Weight, one.Bias, one.R, running);
        double Loss()
        {
            double[] y = ReferenceL2BatchNorm.Forward(one.X, one.Shape, one.Options, one.Weight, one.Bias, one.R, running).Output;
            return y.Zip(one.G, (a, b) => a * b).Sum();
        }

        CheckSlopes(one.X, gradients.Input, Loss);
        CheckSlopes(one.Weight, gradients.Weight, Loss);
        CheckSlopes(one.Bias, gradients.Bias, Loss);
        CheckSlopes(one.R, gradients.Residual, Loss);
    }

    private static void CheckSlopes(double[] at, double[] gradient, Func<double> loss)
    {
        const double step = 1e-6;
        for (int k = 0; k < at.Length; k++)
        {
            double original = at[k];
            at[k] = original + step;
            double up = loss();
            at[k] = original - step;
            double down = loss();
            at[k] = original;
            Assert.Equal((up - down) / (2 * step), gradient[k], 1e-5 + (1e-3 * Math.Abs(gradient[k])));
        }
    }
}
