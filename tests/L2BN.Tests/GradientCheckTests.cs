using L2BN.Kernels;
using L2BN.Scalars;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>First and second derivatives against differences, for all ranks, scales and modes, through the layer's own path.</summary>
public class GradientCheckTests
{
    private static readonly long[][] s_shapes = [[5, 3], [3, 2, 4], [3, 2, 2, 3], [2, 2, 2, 1, 3]];

    public static TheoryData<int, FeatureScale, bool> Cases => new MatrixTheoryData<int, FeatureScale, bool>(
        [0, 1, 2, 3], [FeatureScale.RootDimension, FeatureScale.Unit], [true, false]);

    [Theory, MemberData(nameof(Cases))]
    public void First_derivatives_are_right(int shape, FeatureScale scale, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        NumericGradient.Check(Function(s_shapes[shape], scale, training, Activation.Identity), Inputs(s_shapes[shape]));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Second_derivatives_are_right(int shape, FeatureScale scale, bool training)
    {
        using DisposeScope scope = NewDisposeScope();
        NumericGradient.CheckSecond(Function(s_shapes[shape], scale, training, Activation.Identity), Inputs(s_shapes[shape]));
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    public void Derivatives_with_activation_and_residual_are_right(Activation activation)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = s_shapes[2];
        Tensor[] inputs = [.. Inputs(shape), Tensors.Random(8, shape).requires_grad_()];
        NumericGradient.Check(Function(shape, FeatureScale.RootDimension, true, activation), inputs);
        NumericGradient.CheckSecond(Function(shape, FeatureScale.RootDimension, true, activation), inputs);
    }

    private static Tensor[] Inputs(long[] shape)
    {
        Tensor[] inputs = [Tensors.Random(5, shape), Tensors.Random(6, shape[1]) + 2, Tensors.Random(7, shape[1])];
        return [.. inputs.Select(input => input.requires_grad_())];
    }

    // Unit's variance is about 1/D: with the usual eps its second derivatives would be those of the eps.
    private static Func<Tensor[], Tensor> Function(long[] shape, FeatureScale scale, bool training, Activation activation)
    {
        Tensor mean = Tensors.Random(3, shape[1]) * 0.1, variance = Tensors.Random(4, shape[1]).square() + 0.5;
        NormCall call = new(new() { Scale = scale, Activation = activation }, training, 0.1);
        NormState State(Tensor[] inputs) => training ? new(null, null, inputs[1], inputs[2]) : new(mean, variance, inputs[1], inputs[2]);
        return inputs => L2BatchNormOperation.Forward(inputs[0], State(inputs), call, inputs.ElementAtOrDefault(3), null);
    }
}
