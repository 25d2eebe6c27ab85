using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Batches of many vectors: what the kernels save and use as scratch is bounded, and beyond the bound torch's operators
/// compute.</summary>
public sealed class LargeBatchTests
{
    /// <summary>Views of one number have any size and take no memory.</summary>
    [Theory]
    [InlineData(2_064_888, 64, true)]
    [InlineData(2_097_151, 64, false)]
    [InlineData(1L << 40, 64, false)]
    public void The_kernels_compute_what_their_buffers_can_address(long samples, long channels, bool fits)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(fits, L2BatchNormOperation.CanFuse(zeros(1).expand(samples, channels), default));
    }

    [Fact]
    public void A_batch_of_many_vectors_gives_the_composed_answer()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(60_000, 16).requires_grad_(), g = randn(60_000, 16);
        using var layer = new L2BatchNorm1d(16);
        Tensor y = layer.forward(x);

        // In float64: torch's sums of 60,000 floats are less exact than the kernels'.
        Tensor[] wide = [x.to(ScalarType.Float64), layer.weight!.to(ScalarType.Float64), layer.bias!.to(ScalarType.Float64)];
        Tensor expected = ComposedL2BatchNorm.Forward(wide[0], new(null, null, wide[1], wide[2]), new(new(), true, 0));
        AssertNear.Same(expected, y, 1e-6, "y");
        IList<Tensor> own = autograd.grad([y], [x, layer.weight!, layer.bias!], [g]);
        IList<Tensor> composed = autograd.grad([expected], wide, [g.to(ScalarType.Float64)]);
        for (int k = 0; k < own.Count; k++)
            AssertNear.Gradient(Tensors.Values(composed[k]), own[k], 5e-6, $"gradient {k}");
    }

    [Fact]
    public void Every_activation_has_its_operator()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor u = tensor(new[] { -2f, 0, 3 }), g = ones(3);
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            NormOptions options = new() { Activation = activation };
            Assert.Equal(3, TorchActivation.Forward(u, options).numel());
            Assert.Equal(3, TorchActivation.Backward(u, g, options).numel());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => TorchActivation.Forward(u, new() { Activation = (Activation)99 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TorchActivation.Backward(u, g, new() { Activation = (Activation)99 }));
    }
}
