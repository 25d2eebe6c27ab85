using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>act(l2bn(x) + residual) in one call is what the three are one after another.</summary>
public class ActivationTests
{
    public static TheoryData<Activation, bool, bool, ScalarType> Cases => new MatrixTheoryData<Activation, bool, bool, ScalarType>(
        Enum.GetValues<Activation>(), [true, false], [true, false], [ScalarType.Float32, ScalarType.Float64]);

    [Theory, MemberData(nameof(Cases))]
    public void One_call_is_the_three(Activation activation, bool withResidual, bool channelsLast, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d one = nn.L2BatchNorm2d(3, dtype: type), three = nn.L2BatchNorm2d(3, dtype: type);
        (Tensor x1, Tensor r1) = (Leaf(1, type, channelsLast), Leaf(2, type, channelsLast));
        (Tensor x3, Tensor r3) = (Leaf(1, type, channelsLast), Leaf(2, type, false));
        Tensor y1 = one.forward(x1, activation, withResidual ? r1 : null, 0.2);
        Tensor y3 = Apply(activation, withResidual ? three.call(x3) + r3 : three.call(x3), 0.2);
        (y1 * Leaf(3, type, false)).sum().backward();
        (y3 * Leaf(3, type, false)).sum().backward();
        double tolerance = type == ScalarType.Float32 ? 1e-5 : 1e-12;
        AssertNear.Same(y3, y1, tolerance, "y");
        AssertNear.Same(x3.grad!, x1.grad!, tolerance, "dx");
        AssertNear.Same(three.weight!.grad!, one.weight!.grad!, 10 * tolerance, "dweight");
        if (withResidual)
            AssertNear.Same(r3.grad!, r1.grad!, tolerance, "dresidual");
    }

    [Fact]
    public void Layer_with_activation_is_the_overload()
    {
        using DisposeScope scope = NewDisposeScope();
        using var act = new L2BatchNormAct(3, Activation.LeakyRelu, negative_slope: 0.3);
        using L2BatchNorm2d plain = nn.L2BatchNorm2d(3);
        Tensor x = Leaf(1, ScalarType.Float32, false).detach(), residual = Leaf(2, ScalarType.Float32, false).detach();
        AssertNear.Same(plain.forward(x, Activation.LeakyRelu, null, 0.3), act.call(x), 0);
        AssertNear.Same(plain.forward(x, Activation.LeakyRelu, residual, 0.3), act.call(x, residual), 0);
        AssertNear.Same(plain.running_var!, act.running_var!, 0);
        using Sequential sequential = nn.Sequential(nn.Linear(5, 3), new L2BatchNormAct(3));
        Assert.Equal(0, sequential.call(rand(4, 5)).min().item<float>());
    }

    private static Tensor Apply(Activation activation, Tensor y, double slope) => activation switch
    {
        Activation.Relu => F.relu(y),
        Activation.LeakyRelu => F.leaky_relu(y, slope),
        _ => y,
    };

    private static Tensor Leaf(int seed, ScalarType type, bool channelsLast) =>
        Tensors.Of(Tensors.Normal(seed, 4 * 3 * 5 * 2), [4, 3, 5, 2], type, channelsLast).requires_grad_();
}
