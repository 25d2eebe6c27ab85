using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>Bad arguments: the message names what was expected and what it got, and no buffer is changed.</summary>
public class GuardTests
{
    public static TheoryData<string, long[], ScalarType, string[]> BadInputs => new()
    {
        { "rank", [3, 4], ScalarType.Float32, ["4D", "2D", "[3, 4]"] },
        { "channels", [2, 3, 2, 2], ScalarType.Float32, ["expected 4 channels", "got 3"] },
        { "one value", [1, 4, 1, 1], ScalarType.Float32, ["more than 1 value per channel", "[1, 4, 1, 1]"] },
        { "integers", [2, 4, 2, 2], ScalarType.Int64, ["floating", "Int64"] },
        { "double into float", [2, 4, 2, 2], ScalarType.Float64, ["Float32", "Float64"] },
    };

    [Theory, MemberData(nameof(BadInputs))]
    public void Input_is_refused_before_anything_changes(string what, long[] shape, ScalarType type, string[] expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        AssertThrows.With<ArgumentException>(() => layer.call(ones(shape, type)), expected);
        Assert.True(layer.num_batches_tracked!.item<long>() == 0, what);
        Assert.Equal([0, 0, 0, 0], Tensors.Values(layer.running_mean!));
    }

    [Fact]
    public void Ranks_of_the_three_layers()
    {
        using DisposeScope scope = NewDisposeScope();
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm1d(2).call(ones(2, 2, 2, 2)), "2D to 3D", "4D");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm3d(2).call(ones(2, 2, 2, 2)), "5D", "4D");
        Assert.Equal([4, 2], nn.L2BatchNorm1d(2).call(rand(4, 2)).shape);
        Assert.Equal([4, 2, 3], nn.L2BatchNorm1d(2).call(rand(4, 2, 3)).shape);
        Assert.Equal([4, 2, 3, 1, 2], nn.L2BatchNorm3d(2).call(rand([4, 2, 3, 1, 2])).shape);
    }

    [Fact]
    public void One_value_per_channel_is_fine_in_evaluation()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm1d layer = nn.L2BatchNorm1d(4);
        layer.eval();
        Assert.Equal([1, 4], layer.call(rand(1, 4)).shape);
        using L2BatchNorm1d untracked = nn.L2BatchNorm1d(4, track_running_stats: false);
        untracked.eval();
        Assert.Throws<ArgumentException>(() => untracked.call(rand(1, 4)));
    }

    [Fact]
    public void Input_on_another_device_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        AssertThrows.With<ArgumentException>(() => layer.call(zeros([2, 4, 2, 2], device: device("meta"))), "cpu", "meta");
    }

    [Fact]
    public void Options_are_refused_with_their_value()
    {
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(0), "num_features", "0");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, eps: -0.1), "eps", "-0.1");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, eps: double.NaN), "eps", "NaN");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, momentum: -0.5), "momentum", "-0.5");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4).momentum = 1.5, "momentum", "1.5");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, norm_eps: 0), "norm_eps", "0");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4).norm_eps = -1, "norm_eps", "-1");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, scale: (FeatureScale)7), "scale", "7");
        AssertThrows.With<ArgumentException>(() => nn.L2BatchNorm2d(4, dtype: ScalarType.Int32), "dtype", "Int32");
        AssertThrows.With<ArgumentException>(() => _ = new L2BatchNormAct(4, (Activation)9), "activation", "9");
    }

    [Fact]
    public void State_of_the_wrong_size_or_type_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        AssertThrows.With<ArgumentException>(() => layer.running_mean = zeros(3), "running_mean", "[3]");
        AssertThrows.With<ArgumentException>(() => layer.weight = nn.Parameter(ones(5)), "weight", "[5]");
        AssertThrows.With<ArgumentException>(() => layer.num_batches_tracked = zeros(1).squeeze(), "num_batches_tracked", "Float32");
    }

    [Fact]
    public void Residual_has_to_be_like_the_input()
    {
        using DisposeScope scope = NewDisposeScope();
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(4);
        Tensor x = ones(2, 4, 3, 3);
        AssertThrows.With<ArgumentException>(() => layer.forward(x, Activation.Relu, ones(2, 4, 1, 1)), "[2, 4, 3, 3]", "[2, 4, 1, 1]");
        AssertThrows.With<ArgumentException>(() => layer.forward(x, Activation.Relu, x.to(ScalarType.Float64)), "Float32", "Float64");
    }

    [Fact]
    public void Functional_form_is_checked_too()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(4, 3, 2);
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, null, null), "running_mean", "no");
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, zeros(2), ones(2)), "running_mean", "[2]");
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, zeros(3), ones(3), ones(4)), "weight", "[4]");
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, zeros(3), ones(3), training: true, momentum: 2), "momentum", "2");
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(ones(3), null, null, training: true), "expected", "1D");
        Assert.Throws<ArgumentNullException>(() => F.l2_batch_norm(null!, null, null));
    }
}
