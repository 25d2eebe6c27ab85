using System.Diagnostics;
using L2BN.Kernels;
using L2BN.Tests.Oracle;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Zero, tiny, huge and broken samples.</summary>
public class SmallNormTests
{
    private static readonly long[] s_size = [4, 3, 2, 5];

    public static TheoryData<NormPath, ScalarType> Paths => new MatrixTheoryData<NormPath, ScalarType>(
        [NormPath.Composed, NormPath.Layer], [ScalarType.Float32, ScalarType.Float64]);

    [Theory, MemberData(nameof(Paths))]
    public void Samples_below_norm_eps_are_scaled_and_get_no_gradient(NormPath path, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] x = Tensors.Rounded(Scaled(0, 1e-13, 1, 3), type);
        (Tensor input, Tensor y) = Train(path, x, type);
        Check(x, type, y, input.grad!);
        Assert.Equal(0, input.grad![..2].abs().max().to(ScalarType.Float64).item<double>());
        Assert.True(input.grad![2..].abs().min().to(ScalarType.Float64).item<double>() > 0);
    }

    [Theory, MemberData(nameof(Paths))]
    public void Samples_of_any_magnitude_are_normalized(NormPath path, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        double[] scales = type == ScalarType.Float32 ? [1e-11, 1e-5, 1e20, 3e37] : [1e-11, 1e-5, 1e200, 1e307];
        double[] x = Tensors.Rounded(Scaled(scales), type);
        (Tensor input, Tensor y) = Train(path, x, type);
        Check(x, type, y, input.grad!);
    }

    [Fact]
    public void Norm_eps_may_be_below_the_smallest_normal_number()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] x = Tensors.Rounded(Scaled(1e-36, 1e-30, 1e-22, 1), ScalarType.Float32);
        var oracle = new L2BatchNormOracle(new(4, 3, 10), x, FeatureScale.RootDimension, normEps: 1e-45);
        Tensor y = NormPath.Layer.Forward(
            Tensors.Of(x, s_size, ScalarType.Float32), default, new(new() { NormEps = 1e-45 }, true, 0));
        AssertNear.Output(oracle.Forward([1, 1, 1], [0, 0, 0]), y, 4e-6, "y");
    }

    [Fact]
    public void Layer_counts_small_norms_and_warns_once()
    {
        using DisposeScope scope = NewDisposeScope();
        // A norm_eps that no other test uses: listeners get the events of the whole process.
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, norm_eps: 3.25e-12);
        using var listener = new Collector();
        Trace.Listeners.Add(listener);
        for (int i = 0; i < 3; i++)
            layer.call(Tensors.Of(Scaled(0, 1e-14, 1, 1), s_size, ScalarType.Float32));
        Trace.Listeners.Remove(listener);
        Assert.Equal(6, layer.small_norm_samples);
        Assert.Equal(1, listener.Text.Split("norm below norm_eps = 3.25E-12").Length - 1);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Broken_sample_breaks_its_own_output_in_evaluation_and_its_channels_in_training(double broken)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        double[] x = Scaled(1, 1, 1, 1);
        x[7] = broken;
        Tensor input = Tensors.Of(x, s_size, ScalarType.Float32);
        layer.eval();
        Tensor spoilt = layer.call(input).isnan().flatten(1).any(1);
        Assert.Equal([1, 0, 0, 0], Tensors.Values(spoilt));
        layer.train();
        Assert.True(layer.call(input)[.., 0].isnan().all().item<bool>());
        Assert.True(layer.running_mean![0].isnan().item<bool>());
    }

    private static (Tensor Input, Tensor Output) Train(NormPath path, double[] x, ScalarType type)
    {
        Tensor input = Tensors.Of(x, s_size, type).requires_grad_();
        Tensor y = path.Forward(input, default, new(new(), true, 0));
        y.backward([Tensors.Of(Gradient, s_size, type)]);
        return (input, y);
    }

    private static double[] Gradient { get; } = Tensors.Rounded(Tensors.Normal(2, 120), ScalarType.Float32);

    private static void Check(double[] x, ScalarType type, Tensor y, Tensor gradient)
    {
        var oracle = new L2BatchNormOracle(new(4, 3, 10), x, FeatureScale.RootDimension);
        var tolerance = Tolerance.Of(NormPath.Composed, type);
        AssertNear.Output(oracle.Forward([1, 1, 1], [0, 0, 0]), y, tolerance.Output, "y");
        double[] expected = oracle.BackwardTraining(Gradient, [1, 1, 1]).Input;
        for (int n = 0; n < 4; n++)
            AssertNear.Gradient(expected[(n * 30)..((n + 1) * 30)], gradient[n], tolerance.Gradient, $"dx of sample {n}");
    }

    private static double[] Scaled(params double[] scales) =>
        [.. Tensors.Normal(1, 30 * scales.Length, 0.5).Select((value, i) => value * scales[i / 30])];

    private sealed class Collector : TraceListener
    {
        internal string Text { get; private set; } = "";

        public override void Write(string? message) => Text += message;

        public override void WriteLine(string? message) => Text += message + "\n";
    }
}
