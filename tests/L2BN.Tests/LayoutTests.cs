using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>For every memory layout of a tensor, outputs and gradients are those of its contiguous copy.</summary>
public class LayoutTests
{
    public static TheoryData<string, ScalarType, bool> Cases => new MatrixTheoryData<string, ScalarType, bool>(
        ["channels last", "slice of samples", "slice of channels", "slice of columns", "transposed", "every second", "expanded"],
        [ScalarType.Float32, ScalarType.Float64], [true, false]);

    [Theory, MemberData(nameof(Cases))]
    public void Layout_does_not_matter(string layout, ScalarType type, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor x, Tensor y, Tensor dx, Tensor dw) = Run(layout, type, training, contiguous: false);
        (Tensor x2, Tensor y2, Tensor dx2, Tensor dw2) = Run(layout, type, training, contiguous: true);
        Assert.False(x.is_contiguous());
        Assert.Equal(Tensors.Values(x), Tensors.Values(x2));
        double tolerance = type == ScalarType.Float32 ? 5e-6 : 1e-13;
        AssertNear.Same(y2, y, tolerance, "y");
        AssertNear.Same(dx2, dx, tolerance, "dx");
        AssertNear.Same(dw2, dw, 10 * tolerance, "dweight");
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Output_keeps_channels_last(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, dtype: type);
        Tensor x = Tensors.Of(Tensors.Normal(1, 4 * 3 * 5 * 2), [4, 3, 5, 2], type, channelsLast: true);
        Assert.Equal(x.stride(), layer.call(x).stride());
    }

    private static (Tensor X, Tensor Y, Tensor Dx, Tensor Dw) Run(string layout, ScalarType type, bool training, bool contiguous)
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, dtype: type);
        layer.train(training);
        Tensor x = View(layout, type);
        if (contiguous)
            x = x.contiguous();
        x = x.detach().requires_grad_();
        Tensor y = layer.call(x);
        Tensor g = View(layout, type) * 2 - y.detach();
        y.backward([g]);
        return (x.detach(), y.detach(), x.grad!, layer.weight!.grad!.clone());
    }

    private static Tensor View(string layout, ScalarType type) => layout switch
    {
        "channels last" => Tensors.Of(Tensors.Normal(1, 120), [4, 3, 5, 2], type, channelsLast: true),
        "slice of samples" => Values(type, 8, 3, 5, 2)[TensorIndex.Slice(1, 7, 2)],
        "slice of channels" => Values(type, 4, 6, 5, 2)[.., TensorIndex.Slice(2, 5)],
        "slice of columns" => Values(type, 4, 3, 5, 7)[TensorIndex.Ellipsis, TensorIndex.Slice(3, 5)],
        "transposed" => Values(type, 4, 3, 2, 5).transpose(2, 3),
        "every second" => Values(type, 4, 3, 5, 4)[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 2)],
        _ => Values(type, 4, 3, 5, 1).expand(4, 3, 5, 2),
    };

    private static Tensor Values(ScalarType type, params long[] shape) => Tensors.Random(1, shape).to(type);
}
