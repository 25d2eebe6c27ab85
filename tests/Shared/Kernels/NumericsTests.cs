using L2BN.Kernels.Reference;

namespace L2BN.Tests.Shared;

/// <summary>Large means, extreme magnitudes, zero samples, NaN and infinities, and the identities of the layer.</summary>
public sealed class NumericsTests
{
    public static TheoryData<FeatureLayout> Layouts => new(FeatureLayout.ChannelsFirst, FeatureLayout.ChannelsLast);

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_mean_up_to_a_million_deviations_costs_no_accuracy(FeatureLayout layout)
    {
        foreach (double mean in (double[])[1, 1e2, 1e3, 1e4, 1e5, 1e6])
        {
            foreach (bool training in (bool[])[true, false])
            {
                KernelCase<float> one = Case(layout, training, new NormOptions { Eps = 0, Activation = Activation.LeakyRelu });
                Change(one, (x, _) => x + (float)mean);
                if (!training)
                    AdoptStatistics(one);
                one.Forward();
                double[] expected = one.Expected().Output;
                Near.Largest(expected, one.Y, Tolerances.SingleOutput, $"mean {mean} {one}");
                one.Backward();
                Near.Largest(one.ExpectedGradients().Input, one.DX, 4 * Tolerances.SingleGradient, $"dx at mean {mean} {one}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Samples_of_any_magnitude_are_exact(FeatureLayout layout)
    {
        foreach (float magnitude in (float[])[1e-38f, 1e-30f, 1e-23f, 1e-15f, 1e15f, 1e19f, 1e30f, 5e37f])
        {
            KernelCase<float> one = Case(layout, true, new NormOptions { NormEps = 0 });
            Change(one, (x, k) => k % 3 == 0 ? x * magnitude : x);
            one.Forward();
            Near.Values(one.Expected().Output, one.Y, Tolerances.SingleOutput, $"mixed magnitudes {magnitude}");
            Change(one, (x, k) => k % 3 == 0 ? x : x * magnitude);

            // The gradient grows as the sample shrinks, and must itself stay within float.
            for (int k = 0; k < one.G.Length; k++)
                one.G[k] *= 0.01f;
            one.Check();
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Doubles_of_any_magnitude_are_exact(FeatureLayout layout)
    {
        Assert.SkipUnless(TestScope.Supports<double>(), "These kernels have no double.");
        foreach (double magnitude in (double[])[1e-300, 1e-160, 1e160, 1e300])
        {
            var one = new KernelCase<double>(new FeatureShape(6, 20, 33, layout), new NormOptions { NormEps = 0 }, true, false, 3);
            for (int k = 0; k < one.X.Length; k++)
                one.X[k] *= magnitude;
            one.Forward();
            Near.Values(one.Expected().Output, one.Y, Tolerances.DoubleOutput, $"magnitude {magnitude}");
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Scaling_a_sample_by_a_power_of_two_leaves_the_bits_of_the_output(FeatureLayout layout)
    {
        KernelCase<float> plain = Case(layout, true, new NormOptions { NormEps = 0, Activation = Activation.Relu });
        plain.Forward();
        plain.Backward();
        foreach (int exponent in (int[])[-90, -70, -45, -20, -1, 1, 20, 45, 70, 100])
        {
            KernelCase<float> scaled = Case(layout, true, plain.Options);
            Change(scaled, (x, sample) => sample == 1 ? float.ScaleB(x, exponent) : x);
            scaled.Forward();
            scaled.Backward();
            Assert.Equal(plain.Y, scaled.Y);
            Assert.Equal(plain.Mean, scaled.Mean);
            Assert.Equal(plain.Variance, scaled.Variance);
            Assert.Equal(plain.DWeight, scaled.DWeight);
            int dimension = plain.Shape.Dimension;
            Assert.Equal(
                plain.DX.Skip(dimension).Take(dimension).Select(v => float.ScaleB(v, -exponent)),
                scaled.DX.Skip(dimension).Take(dimension));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void The_gradient_is_orthogonal_to_the_sample(FeatureLayout layout)
    {
        foreach (bool training in (bool[])[true, false])
        {
            KernelCase<float> one = Case(layout, training, new NormOptions { Activation = Activation.Relu });
            Change(one, (x, k) => x + k);
            one.Forward();
            one.Backward();
            double[] x = KernelCase<float>.Wide(one.X), dx = KernelCase<float>.Wide(one.DX);
            for (int i = 0; i < one.Shape.Samples; i++)
            {
                IEnumerable<int> range = Enumerable.Range(i * one.Shape.Dimension, one.Shape.Dimension);
                double inner = range.Sum(k => x[k] * dx[k]), size = Math.Sqrt(range.Sum(k => x[k] * x[k]) * range.Sum(k => dx[k] * dx[k]));
                Assert.True(Math.Abs(inner) <= Tolerances.SingleOrthogonality * size, $"<x, dx> = {inner:E2} of {size:E2}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Small_and_zero_samples_are_counted_and_have_no_gradient(FeatureLayout layout)
    {
        foreach (double normEps in (double[])[1e-12, 0])
        {
            KernelCase<float> one = Case(layout, true, new NormOptions { NormEps = normEps });
            Change(one, (x, sample) => sample == 2 ? 0 : sample == 4 ? x * 1e-16f : x);
            Assert.Equal(normEps == 0 ? 1 : 2, one.Forward());
            Near.Values(one.Expected().Output, one.Y, Tolerances.SingleOutput, "small samples");
            one.Backward();
            Assert.All(Sample(one.DX, one, 2), v => Assert.Equal(0, v));
            if (normEps > 0)
                Assert.All(Sample(one.DX, one, 4), v => Assert.Equal(0, v));
            Assert.Contains(Sample(one.DX, one, 3), v => v != 0);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Not_a_number_and_infinity_go_where_the_formula_sends_them(FeatureLayout layout)
    {
        foreach (float odd in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (bool training in (bool[])[true, false])
            {
                KernelCase<float> one = Case(layout, training, new NormOptions { Activation = Activation.Relu });
                one.X[one.Shape.Dimension + 3] = odd;
                one.Forward();
                double[] expected = one.Expected().Output;
                Assert.Equal(expected.Select(double.IsNaN), one.Y.Select(float.IsNaN));
                for (int k = 0; k < expected.Length; k++)
                {
                    double allowed = Tolerances.SingleOutput * Math.Max(1, Math.Abs(expected[k]));
                    Assert.True(double.IsNaN(expected[k]) || Math.Abs(expected[k] - one.Y[k]) <= allowed);
                }

                one.Backward();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Gradients_whose_sums_leave_the_range_of_float_are_summed_in_double(FeatureLayout layout)
    {
        KernelCase<float> one = Case(layout, true, new NormOptions { NormalizeSamples = false });
        for (int k = 0; k < one.G.Length; k++)
            one.G[k] = (one.G[k] > 0 ? 2 : 1) * 1e37f;
        one.Forward();
        one.Backward();
        Near.Largest(one.ExpectedGradients().Input, one.DX, Tolerances.SingleGradient, "huge gradients");
        InPlace.Check(one);
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_constant_channel_without_eps_gives_its_bias(FeatureLayout layout)
    {
        KernelCase<float> one = Case(layout, true, new NormOptions { Eps = 0, NormalizeSamples = false });
        Array.Fill(one.X, 0.75f);
        one.Forward();
        for (int k = 0; k < one.Y.Length; k++)
        {
            int channel = (layout == FeatureLayout.ChannelsFirst ? k / one.Shape.Positions : k) % one.Shape.Channels;
            Assert.Equal(one.Bias[channel], one.Y[k]);
        }
    }

    private static KernelCase<float> Case(FeatureLayout layout, bool training, NormOptions options) =>
        new(new FeatureShape(6, 20, 33, layout), options, training, false, 3);

    private static IEnumerable<float> Sample(float[] values, KernelCase<float> one, int sample) =>
        values.Skip(sample * one.Shape.Dimension).Take(one.Shape.Dimension);

    private static void Change(KernelCase<float> one, Func<float, int, float> change)
    {
        for (int k = 0; k < one.X.Length; k++)
            one.X[k] = change(one.X[k], k / one.Shape.Dimension);
    }

    /// <summary>Evaluation with the statistics the batch has, as after training on such data.</summary>
    private static void AdoptStatistics(KernelCase<float> one)
    {
        double[] x = KernelCase<float>.Wide(one.X);
        double[] identity = Enumerable.Repeat(1.0, one.Shape.Channels).ToArray();
        double[] zero = new double[one.Shape.Channels];
        ReferenceL2BatchNorm.Result result = ReferenceL2BatchNorm.Forward(x, one.Shape, one.Options, identity, zero, null, null);
        for (int c = 0; c < one.Shape.Channels; c++)
            (one.RunningMean[c], one.RunningVariance[c]) = ((float)result.Mean[c], (float)result.Variance[c]);
    }
}
