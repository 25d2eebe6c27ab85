using L2BN.Kernels.Reference;

namespace L2BN.Cuda.Tests;

/// <summary>Shapes of networks, which take too long without a device.</summary>
public sealed class LargeShapeTests(ITestOutputHelper output)
{
    // Of the composed form in double, relative to max(1, |y|) and to the largest entry of a gradient.
    private const double Bar = 1e-6;

    public static TheoryData<int, int, int, FeatureLayout> Shapes
    {
        get
        {
            TheoryData<int, int, int, FeatureLayout> shapes = [];
            foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
            {
                shapes.Add(128, 16, 1024, layout);
                shapes.Add(32, 64, 3136, layout);
                shapes.Add(32, 256, 784, layout);
                shapes.Add(32, 2048, 49, layout);
            }

            return shapes;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Float32_is_within_a_millionth_of_double(int samples, int channels, int positions, FeatureLayout layout)
    {
        Assert.SkipWhen(KernelRuntime.Device is null, "Needs a CUDA device: L2BN_CUDA_TESTS=device.");
        var one = new KernelCase<float, float>(
            new FeatureShape(samples, channels, positions, layout), new NormOptions { Activation = Activation.Relu }, true, false, 1);
        one.Forward();
        ReferenceL2BatchNorm.Result expected = one.Expected();
        double worst = 0;
        for (int k = 0; k < one.Y.Length; k++)
            worst = Math.Max(worst, Math.Abs(one.Y[k] - expected.Output[k]) / Math.Max(1, Math.Abs(expected.Output[k])));
        one.Backward();
        ReferenceL2BatchNorm.Gradients gradients = one.ExpectedGradients();
        double dx = Worst(gradients.Input, one.DX), weight = Worst(gradients.Weight, one.DWeight), bias = Worst(gradients.Bias, one.DBias);
        output.WriteLine($"{one}: y {worst:E2}, dx {dx:E2}, dweight {weight:E2}, dbias {bias:E2}");
        Assert.All((double[])[worst, dx, weight, bias], off => Assert.InRange(off, 0, Bar));
    }

    private static double Worst(double[] expected, float[] actual)
    {
        double largest = expected.Max(Math.Abs), worst = 0;
        for (int k = 0; k < expected.Length; k++)
            worst = Math.Max(worst, Math.Abs(actual[k] - expected[k]));
        return worst / largest;
    }
}
