using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Fused;

/// <summary>Data in bfloat16 through the layer, against the same layer in float64: the output is rounded once; parameters in float32 get
/// statistics and gradients as exact as from float32 data.</summary>
public sealed class MixedPrecisionTests
{
    private const double HalfOfLastBit = 1.0 / 256, Sums = 2e-6;

    public static TheoryData<bool, bool, bool> Cases => new MatrixTheoryData<bool, bool, bool>([true, false], [true, false], [true, false]);

    [Theory, MemberData(nameof(Cases))]
    public void Output_and_gradients_are_rounded_once(bool channelsLast, bool training, bool residual)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Data(1, channelsLast), g = Data(2, channelsLast);
        Tensor? r = residual ? Data(3, channelsLast) : null;
        using L2BatchNorm2d layer = Layer(ScalarType.Float32, training), reference = Layer(ScalarType.Float64, training);
        (Tensor y, Tensor dx) = Run(layer, x, r, g);
        (Tensor expected, Tensor expectedDx) = Run(
            reference, x.to(ScalarType.Float64), r?.to(ScalarType.Float64), g.to(ScalarType.Float64));
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (y.dtype, dx.dtype));
        Assert.Equal(x.stride(), y.stride());
        Assert.Equal(x.stride(), dx.stride());
        AssertNear.Output(Tensors.Values(expected), y, HalfOfLastBit + 6e-7, "y");
        AssertNear.Gradient(Tensors.Values(expectedDx), dx, HalfOfLastBit + Sums, "dx");
        AssertNear.Gradient(Tensors.Values(reference.weight!.grad!), layer.weight!.grad!, Sums, "dweight");
        AssertNear.Gradient(Tensors.Values(reference.bias!.grad!), layer.bias!.grad!, Sums, "dbias");
        AssertNear.Gradient(Tensors.Values(reference.running_mean!), layer.running_mean!, Sums, "running_mean");
        AssertNear.Gradient(Tensors.Values(reference.running_var!), layer.running_var!, Sums, "running_var");
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, ScalarType.BFloat16, true)]
    [InlineData(ScalarType.Float32, ScalarType.Float32, true)]
    [InlineData(ScalarType.Float16, ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, ScalarType.BFloat16, false)]
    public void Kernels_take_bfloat16_with_parameters_of_either_type(ScalarType data, ScalarType parameters, bool fused)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor vector = ones(3, parameters);
        Assert.Equal(fused, L2BatchNormOperation.CanFuse(zeros([2, 3, 4], data), new(vector, vector, vector, vector)));
        Assert.False(L2BatchNormOperation.CanFuse(zeros([2, 3, 4], data), new(vector, vector, vector, ones(3, ScalarType.Float64))));
    }

    [Fact]
    public void Parameters_in_bfloat16_get_gradients_and_statistics_in_bfloat16()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Data(1, false), g = Data(2, false);
        using L2BatchNorm2d layer = Layer(ScalarType.BFloat16, true), reference = Layer(ScalarType.Float64, true);
        Run(layer, x, null, g);
        Run(reference, x.to(ScalarType.Float64), null, g.to(ScalarType.Float64));
        Assert.Equal(ScalarType.BFloat16, layer.weight!.grad!.dtype);
        AssertNear.Gradient(Tensors.Values(reference.weight!.grad!), layer.weight!.grad!, HalfOfLastBit + Sums, "dweight");
        AssertNear.Gradient(Tensors.Values(reference.bias!.grad!), layer.bias!.grad!, HalfOfLastBit + Sums, "dbias");
        AssertNear.Gradient(Tensors.Values(reference.running_var!), layer.running_var!, HalfOfLastBit + Sums, "running_var");
    }

    /// <summary>Second derivatives are computed in float32, and every gradient has the type of what it belongs to.</summary>
    [Fact]
    public void A_gradient_of_gradients_is_that_of_float32_rounded()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Data(1, false), g = Data(2, false);
        using L2BatchNorm2d layer = Layer(ScalarType.Float32, true), reference = Layer(ScalarType.Float32, true);
        Tensor second = Second(layer, x, g), expected = Second(reference, x.to(ScalarType.Float32), g.to(ScalarType.Float32));
        Assert.Equal(ScalarType.BFloat16, second.dtype);
        AssertNear.Gradient(Tensors.Values(expected.to(ScalarType.Float64)), second, 4 * HalfOfLastBit, "second derivative");
    }

    private static Tensor Second(L2BatchNorm2d layer, Tensor x, Tensor g)
    {
        Tensor leaf = x.detach().requires_grad_();
        IList<Tensor> first = autograd.grad([layer.forward(leaf)], [leaf, layer.weight!], [g], create_graph: true);
        Assert.Equal((x.dtype, ScalarType.Float32), (first[0].dtype, first[1].dtype));
        return autograd.grad([first[0].to(ScalarType.Float32).pow(2).sum()], [leaf])[0];
    }

    private static (Tensor Output, Tensor Gradient) Run(L2BatchNorm2d layer, Tensor x, Tensor? residual, Tensor g)
    {
        Tensor leaf = x.detach().requires_grad_();
        Tensor y = layer.forward(leaf, Activation.Identity, residual);
        y.backward([g]);
        return (y, leaf.grad!);
    }

    // Numbers that bfloat16 has, so that the layers start from the same ones.
    private static L2BatchNorm2d Layer(ScalarType type, bool training)
    {
        var layer = new L2BatchNorm2d(5, dtype: type);
        using (no_grad())
        {
            layer.weight!.copy_(Tensors.Random(7, 5).to(ScalarType.BFloat16));
            layer.bias!.copy_(Tensors.Random(8, 5).to(ScalarType.BFloat16));
            layer.running_mean!.copy_(Tensors.Random(9, 5).to(ScalarType.BFloat16));
        }

        layer.train(training);
        return layer;
    }

    private static Tensor Data(int seed, bool channelsLast)
    {
        Tensor values = Tensors.Random(seed, 6, 5, 7, 9).to(ScalarType.BFloat16);
        return channelsLast ? values.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : values;
    }
}
