using System.Numerics;

namespace L2BN.Kernels.Tests;

/// <summary>Wrong lengths, overlaps and options are refused with what was expected and what was given.</summary>
public sealed class GuardTests
{
    private static readonly FeatureShape s_shape = new(3, 4, 5);

    [Theory]
    [InlineData("Input")]
    [InlineData("Output")]
    [InlineData("Weight")]
    [InlineData("Bias")]
    [InlineData("Residual")]
    public void Forward_refuses_wrong_lengths(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Forward(name));
        Assert.Equal(name, error.ParamName);
        Assert.Contains(name is "Weight" or "Bias" ? "of 4 values" : "of 60 values", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Input")]
    [InlineData("OutputGradient")]
    [InlineData("Output")]
    [InlineData("InputGradient")]
    [InlineData("ResidualGradient")]
    [InlineData("WeightGradient")]
    [InlineData("BiasGradient")]
    [InlineData("saved")]
    public void Backward_refuses_wrong_lengths(string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentException>(() => Backward(name)).ParamName);

    [Fact]
    public void Forward_works_in_place_and_refuses_a_shifted_overlap()
    {
        var one = new KernelCase<float>(s_shape, new NormOptions(), true, false, 1);
        one.Forward();
        float[] x = [.. one.X];
        Run(x, x, one);
        Assert.Equal(one.Y, x);
        float[] memory = new float[61];
        ArgumentException error = Assert.Throws<ArgumentException>(() => Run(memory.AsSpan(1), memory.AsSpan(0, 60), one));
        Assert.Contains("the same memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_refuses_an_input_gradient_that_overlaps_the_output_or_half_of_the_input()
    {
        var one = new KernelCase<float>(s_shape, new NormOptions { Activation = Activation.Relu }, true, true, 1);
        one.Forward();
        float[] twice = new float[2 * s_shape.Length];
        string? Refused(int x, int dx, int y) => Assert.Throws<ArgumentException>(() =>
        {
            Span<float> Of(int from) => twice.AsSpan(from, s_shape.Length);
            var data = new BackwardData<float, float>
            {
                Input = Of(x),
                OutputGradient = one.G,
                Output = Of(y),
                InputGradient = Of(dx),
                ResidualGradient = new float[s_shape.Length],
            };
            L2BatchNormKernel.Backward(one.Shape, one.Options, true, data, one.Saved, SerialPool.Instance);
        }).ParamName;
        Assert.Equal(nameof(BackwardData<float, float>.InputGradient), Refused(0, s_shape.Length, s_shape.Length));
        Assert.Equal(nameof(BackwardData<float, float>.InputGradient), Refused(0, 1, s_shape.Length));
    }

    [Fact]
    public void A_residual_gradient_in_place_of_the_output_gradient_is_for_relu_alone()
    {
        void Run(Activation activation)
        {
            var one = new KernelCase<float>(s_shape, new NormOptions { Activation = activation }, true, true, 1);
            one.Forward();
            var data = new BackwardData<float, float>
            {
                Input = one.X,
                OutputGradient = one.G,
                Output = one.Y,
                InputGradient = new float[60],
                ResidualGradient = one.G,
            };
            L2BatchNormKernel.Backward(one.Shape, one.Options, true, data, one.Saved, SerialPool.Instance);
        }

        Run(Activation.Relu);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Run(Activation.LeakyRelu));
        Assert.Equal(nameof(BackwardData<float, float>.ResidualGradient), error.ParamName);
    }

    public static TheoryData<string, double, bool> WrongOptions => new MatrixTheoryData<string, double, bool>(
        ["Eps", "NormEps", "NegativeSlope"], [-0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity], [true, false]);

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public void An_option_out_of_range_is_refused_before_anything_is_written(string name, double value, bool training)
    {
        NormOptions options = name switch
        {
            "Eps" => new() { Eps = value },
            "NormEps" => new() { NormEps = value },
            _ => new() { NegativeSlope = value },
        };
        CheckRefused<float>(options, name, training);
        CheckRefused<double>(options, name, training);
    }

    [Fact]
    public void Unknown_kinds_are_refused()
    {
        CheckRefused<float>(new() { Scale = (FeatureScale)7 }, "scale", true);
        CheckRefused<double>(new() { Activation = (Activation)7 }, "activation", false);
    }

    [Fact]
    public void Shapes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureShape(-1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureShape(1, 0, 1));
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureShape(65536, 65536, 1));
        Assert.Contains("split the batch", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_per_channel_is_refused_in_training_and_an_empty_batch_is_nothing_in_evaluation()
    {
        var single = new KernelCase<float>(new FeatureShape(1, 4, 1), new NormOptions(), true, false, 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => single.Forward());
        Assert.Contains("more than 1 value per channel", error.Message, StringComparison.Ordinal);
        var empty = new KernelCase<float>(new FeatureShape(0, 4, 9), new NormOptions(), false, false, 1);
        Assert.Equal(0, empty.Forward());
        empty.Backward();
        Assert.All(empty.DWeight, v => Assert.Equal(0, v));
    }

    [Fact]
    public void Parameters_of_16_bits_with_data_of_32_are_refused()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => L2BatchNormKernel.ForwardEvaluation<float, BFloat16>(
            s_shape, new NormOptions(), default, default, default, default, SerialPool.Instance));
        Assert.Contains("BFloat16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_element_types_are_refused()
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => L2BatchNormKernel.ForwardEvaluation<Half, Half>(
            s_shape, new NormOptions(), default, default, default, default, SerialPool.Instance));
        Assert.Contains("Half", error.Message, StringComparison.Ordinal);
    }

    private static void CheckRefused<T>(NormOptions options, string name, bool training)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = new KernelCase<T>(s_shape, options, training, false, 1);
        T[] y = new T[60], dx = new T[60];
        double[] saved = new double[training ? SavedStatistics.TrainingLength(s_shape) : SavedStatistics.EvaluationLength(s_shape)];
        double[] mean = new double[4], variance = new double[4];
        void Forward()
        {
            var data = new ForwardData<T, T> { Input = one.X, Output = y };
            if (training)
                L2BatchNormKernel.ForwardTraining(s_shape, options, data, saved, mean, variance, SerialPool.Instance);
            else
                L2BatchNormKernel.ForwardEvaluation(
                    s_shape, options, data, one.RunningMean, one.RunningVariance, saved, SerialPool.Instance);
        }

        void Backward()
        {
            var data = new BackwardData<T, T> { Input = one.X, OutputGradient = one.G, InputGradient = dx };
            L2BatchNormKernel.Backward(s_shape, options, training, data, saved, SerialPool.Instance);
        }

        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(Forward).ParamName);
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(Backward).ParamName);
        Assert.All(y, v => Assert.Equal(T.Zero, v));
        Assert.All(dx, v => Assert.Equal(T.Zero, v));
        Assert.All(saved.Concat(mean).Concat(variance), v => Assert.Equal(0, v));
    }

    private static void Run(Span<float> x, Span<float> y, KernelCase<float> one) => L2BatchNormKernel.ForwardTraining(
        one.Shape,
        one.Options,
        new ForwardData<float, float> { Input = x, Weight = one.Weight, Bias = one.Bias, Output = y },
        new double[SavedStatistics.TrainingLength(one.Shape)],
        new double[one.Shape.Channels],
        new double[one.Shape.Channels],
        SerialPool.Instance);

    private static void Forward(string wrong)
    {
        float[] Of(string name, int length) => new float[name == wrong ? length + 1 : length];
        var data = new ForwardData<float, float>
        {
            Input = Of("Input", 60),
            Output = Of("Output", 60),
            Weight = Of("Weight", 4),
            Bias = Of("Bias", 4),
            Residual = Of("Residual", 60),
        };
        L2BatchNormKernel.ForwardEvaluation(s_shape, new NormOptions(), data, new float[4], new float[4], default, SerialPool.Instance);
    }

    private static void Backward(string wrong)
    {
        float[] Of(string name, int length) => new float[name == wrong ? length + 1 : length];
        var data = new BackwardData<float, float>
        {
            Input = Of("Input", 60),
            OutputGradient = Of("OutputGradient", 60),
            Output = Of("Output", 60),
            InputGradient = Of("InputGradient", 60),
            ResidualGradient = Of("ResidualGradient", 60),
            WeightGradient = Of("WeightGradient", 4),
            BiasGradient = Of("BiasGradient", 4),
        };
        double[] saved = new double[SavedStatistics.EvaluationLength(s_shape) + (wrong == "saved" ? 1 : 0)];
        L2BatchNormKernel.Backward(s_shape, new NormOptions(), false, data, saved, SerialPool.Instance);
    }
}
