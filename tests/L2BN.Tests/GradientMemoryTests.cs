using L2BN.Fused;
using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Backward writes over the gradient that it is given if that is nobody else's, and only then.</summary>
public sealed class GradientMemoryTests
{
    public static TheoryData<string, bool> Cases => new()
    {
        { "an operator behind", true },
        { "given by the caller", false },
        { "retained, which copies", true },
        { "requested", false },
        { "shared with another branch", false },
        { "half of another", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Node_finds_whether_it_is_the_only_owner_of_a_gradient(string kind, bool own)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = randn(4, 6).requires_grad_(), y = OwnershipProbe.apply(x);
        Run(kind, x, y);
        if (TensorOwners.CanReadRefCounts)
            Assert.Equal(own, OwnershipProbe.Seen);
        else
            Assert.False(OwnershipProbe.Seen);
    }

    [Fact]
    public void On_linux_the_counts_can_be_read() => Assert.True(TensorOwners.CanReadRefCounts || !OperatingSystem.IsLinux());

    [Theory]
    [InlineData(Activation.Identity, false)]
    [InlineData(Activation.Relu, false)]
    [InlineData(Activation.Identity, true)]
    [InlineData(Activation.Relu, true)]
    [InlineData(Activation.LeakyRelu, true)]
    public void Gradients_equal_those_of_a_gradient_that_is_not_overwritten(Activation activation, bool withResidual)
    {
        using DisposeScope scope = NewDisposeScope();
        using var layer = new L2BatchNorm2d(6);
        Tensor x = randn(5, 6, 7, 8).requires_grad_(), r = randn(5, 6, 7, 8).requires_grad_(), g = randn(5, 6, 7, 8);
        Tensor[] inputs = withResidual ? [x, r, layer.weight!, layer.bias!] : [x, layer.weight!, layer.bias!];
        Tensor Forward() => layer.forward(x, activation, withResidual ? r : null);
        double[] before = Tensors.Values(g);
        IList<Tensor> preserved = autograd.grad([Forward()], inputs, [g]);
        Assert.Equal(before, Tensors.Values(g));
        IList<Tensor> free = autograd.grad([(Forward() * g).sum()], inputs);
        for (int k = 0; k < inputs.Length; k++)
            Assert.Equal(Tensors.Values(preserved[k]), Tensors.Values(free[k]));
    }

    private static void Run(string kind, Tensor x, Tensor y)
    {
        switch (kind)
        {
            case "given by the caller":
                y.backward([randn(4, 6)]);
                break;
            case "retained, which copies":
                y.retain_grad();
                y.square().sum().backward();
                break;
            case "requested":
                autograd.grad([y.square().sum()], [y, x]);
                break;
            case "shared with another branch":
                Tensor other = x * 2;
                (y + OwnershipProbe.apply(other)).square().sum().backward();
                break;
            case "half of another":
                (cat([y, x * 3]) * 2).square().sum().backward();
                break;
            default:
                y.square().sum().backward();
                break;
        }
    }
}
