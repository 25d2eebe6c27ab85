namespace L2BN.Kernels.Tests;

/// <summary>Elements may be stored in another type than they are computed in: floats computed in double are the doubles' results,
/// rounded.</summary>
public sealed class StorageTests
{
    public static TheoryData<int, int, int, FeatureLayout, bool> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int, FeatureLayout, bool>();
            (int, int, int)[] sizes = [(9, 17, 1), (9, 17, 3), (8, 20, 49), (3, 5, 700), (3, 5, 9000), (3, 130, 130)];
            foreach ((int samples, int channels, int positions) in sizes)
            {
                foreach (FeatureLayout layout in Enum.GetValues<FeatureLayout>())
                {
                    data.Add(samples, channels, positions, layout, true);
                    data.Add(samples, channels, positions, layout, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Floats_computed_in_double_are_the_doubles_rounded(
        int samples, int channels, int positions, FeatureLayout layout, bool training)
    {
        var shape = new FeatureShape(samples, channels, positions, layout);
        var options = new NormOptions { Activation = Activation.LeakyRelu };
        var one = new KernelCase<float>(shape, options, training, false, 4);
        double[] saved = new double[training ? SavedStatistics.TrainingLength(shape) : SavedStatistics.EvaluationLength(shape)];
        double[] mean = new double[channels], variance = new double[channels];
        float[] y = new float[shape.Length], dx = new float[shape.Length], dWeight = new float[channels], dBias = new float[channels];
        var data = new ForwardData<float, float> { Input = one.X, Weight = one.Weight, Bias = one.Bias, Output = y };
        if (training)
            L2BatchNormKernel.ForwardTraining<float, float, double>(shape, options, data, saved, mean, variance, SerialPool.Instance);
        else
            L2BatchNormKernel.ForwardEvaluation<float, float, double>(
                shape, options, data, one.RunningMean, one.RunningVariance, saved, SerialPool.Instance);
        var gradients = new BackwardData<float, float>
        {
            Input = one.X,
            OutputGradient = one.G,
            InputGradient = dx,
            WeightGradient = dWeight,
            BiasGradient = dBias,
        };
        L2BatchNormKernel.Backward<float, float, double>(shape, options, training, gradients, saved, SerialPool.Instance);

        var wide = new KernelCase<double>(shape, options, training, false, 4);
        foreach ((float[] narrow, double[] into) in ((float[], double[])[])[
            (one.X, wide.X), (one.G, wide.G), (one.Weight, wide.Weight), (one.Bias, wide.Bias),
            (one.RunningMean, wide.RunningMean), (one.RunningVariance, wide.RunningVariance)])
        {
            KernelCase<float>.Wide(narrow).CopyTo(into, 0);
        }

        wide.Forward();
        wide.Backward();
        Assert.Equal(wide.Y.Select(v => (float)v), y);
        Assert.Equal(wide.DX.Select(v => (float)v), dx);
        Assert.Equal(wide.DWeight.Select(v => (float)v), dWeight);
        Assert.Equal(wide.DBias.Select(v => (float)v), dBias);
        Assert.Equal(wide.Saved, saved);
    }
}
