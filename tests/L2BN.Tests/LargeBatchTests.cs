using L2BN.Fused;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Batches of many vectors: what the kernels save and use as scratch is bounded, and beyond the bound torch's operators compute.</summary>
public sealed class LargeBatchTests
{
    /// <summary>Views of one number have any size and take no memory.</summary>
    [Theory]
    [InlineData(2_064_888, 64, true)]
    [InlineData(2_097_151, 64, false)]
    [InlineData(1L << 40, 64, false)]
    public void The_kernels_take_what_their_buffers_can_address(long samples, long channels, bool fits)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(fits, FusedL2BatchNorm.Takes(zeros(1).expand(samples, channels), default));
    }

    [Fact]
    public void A_batch_of_many_vectors_gives_the_composed_answer()
    {
        using var scope = NewDisposeScope();
        Tensor x = randn(60_000, 16).requires_grad_(), g = randn(60_000, 16);
        using var layer = new L2BatchNorm1d(16);
        Tensor y = layer.forward(x), expected = ComposedL2BatchNorm.Forward(x, new(null, null, layer.weight, layer.bias), new(new(), true, 0));
        AssertNear.Same(expected, y, 1e-6, "y");
        Tensor[] inputs = [x, layer.weight!, layer.bias!];
        var (own, composed) = (autograd.grad([y], inputs, [g]), autograd.grad([expected], inputs, [g]));
        for (int k = 0; k < own.Count; k++)
            AssertNear.Gradient(Tensors.Values(composed[k]), own[k], 5e-6, $"gradient {k}");
    }

    [Fact]
    public void Every_activation_has_its_operator()
    {
        using var scope = NewDisposeScope();
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
