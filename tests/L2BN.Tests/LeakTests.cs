using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>A call leaves one tensor alive, its result, whether or not there is a dispose scope around it.</summary>
public class LeakTests
{
    private static readonly double[] s_plain = Tensors.Normal(1, 48);
    private static readonly double[] s_withZero = [.. Enumerable.Repeat(0.0, 12), .. Tensors.Normal(1, 36)];

    public static TheoryData<ScalarType, bool, bool> Cases => new MatrixTheoryData<ScalarType, bool, bool>(
        [ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16], [true, false], [true, false]);

    [Theory, MemberData(nameof(Cases))]
    public void Call_leaves_only_its_result(ScalarType type, bool training, bool withZero)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, dtype: type);
        layer.train(training);
        Tensor x = Input(type, withZero), residual = ones_like(x);
        layer.call(x).Dispose();
        Assert.Equal(1, LiveTensors.LeftBy(() => layer.call(x)));
        Assert.Equal(0, LiveTensors.LeftBy(() => layer.call(x).Dispose()));
        Assert.Equal(0, LiveTensors.LeftBy(() => layer.forward(x, Activation.Relu, residual).Dispose()));
        Assert.Equal(0, LiveTensors.LeftBy(() => F.l2_batch_norm(x, null, null, training: true).Dispose()));
    }

    [Fact]
    public void Training_step_leaves_nothing_without_a_scope()
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        using Tensor x = InScope(() => Input(ScalarType.Float32, true).requires_grad_());
        void Step()
        {
            using Tensor y = layer.call(x);
            using Tensor loss = y.sum();
            loss.backward();
        }

        Step();
        Assert.Equal(0, LiveTensors.LeftBy(Step));
    }

    [Fact]
    public void Result_belongs_to_the_scope_around_the_call()
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3);
        using Tensor x = InScope(() => Input(ScalarType.Float32, false));
        Tensor inner;
        using (NewDisposeScope())
            inner = layer.call(x);
        Assert.True(inner.IsInvalid);
        Assert.False(x.IsInvalid);
        Assert.False(layer.running_mean!.IsInvalid);
    }

    [Fact]
    public void Construction_conversion_and_disposal_leave_nothing() => Assert.Equal(0, LiveTensors.LeftBy(() =>
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(3, dtype: ScalarType.Float32);
        layer.to(ScalarType.Float64).to(ScalarType.Float64).to(CPU);
        layer.reset_parameters();
    }));

    [Fact]
    public void State_made_inside_a_scope_outlives_it()
    {
        L2BatchNorm2d layer;
        using (NewDisposeScope())
            layer = nn.L2BatchNorm2d(3);
        using (layer)
            Assert.Equal([1, 1, 1], Tensors.Values(layer.weight!));
    }

    private static Tensor Input(ScalarType type, bool withZero) => Tensors.Of(withZero ? s_withZero : s_plain, [4, 3, 2, 2], type);

    private static Tensor InScope(Func<Tensor> make)
    {
        using DisposeScope scope = NewDisposeScope();
        return make().MoveToOuterDisposeScope();
    }
}
