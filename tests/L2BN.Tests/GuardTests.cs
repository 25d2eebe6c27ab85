using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>Bad arguments: the message has what was expected and what came, and no buffer is touched.</summary>
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
        using var scope = NewDisposeScope();
        using var layer = nn.L2BatchNorm2d(4);
        var error = Assert.Throws<ArgumentException>(() => layer.call(ones(shape, type)));
        Assert.All(expected, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.True(layer.num_batches_tracked!.item<long>() == 0, what);
        Assert.Equal([0, 0, 0, 0], Tensors.Values(layer.running_mean!));
    }

    [Fact]
    public void Ranks_of_the_three_layers()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("2D to 3D", Assert.Throws<ArgumentException>(() => nn.L2BatchNorm1d(2).call(ones(2, 2, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("5D", Assert.Throws<ArgumentException>(() => nn.L2BatchNorm3d(2).call(ones(2, 2, 2, 2))).Message, StringComparison.Ordinal);
        Assert.Equal([4, 2], nn.L2BatchNorm1d(2).call(rand(4, 2)).shape);
        Assert.Equal([4, 2, 3], nn.L2BatchNorm1d(2).call(rand(4, 2, 3)).shape);
        Assert.Equal([4, 2, 3, 1, 2], nn.L2BatchNorm3d(2).call(rand([4, 2, 3, 1, 2])).shape);
    }

    [Fact]
    public void One_value_per_channel_is_fine_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.L2BatchNorm1d(4);
        layer.eval();
        Assert.Equal([1, 4], layer.call(rand(1, 4)).shape);
        using var untracked = nn.L2BatchNorm1d(4, track_running_stats: false);
        untracked.eval();
        Assert.Throws<ArgumentException>(() => untracked.call(rand(1, 4)));
    }

    [Fact]
    public void Options_are_refused_with_their_value()
    {
        Refused("num_features", "0", () => nn.L2BatchNorm2d(0));
        Refused("eps", "-0.1", () => nn.L2BatchNorm2d(4, eps: -0.1));
        Refused("eps", "NaN", () => nn.L2BatchNorm2d(4, eps: double.NaN));
        Refused("momentum", "-0.5", () => nn.L2BatchNorm2d(4, momentum: -0.5));
        Refused("momentum", "1.5", () => nn.L2BatchNorm2d(4).momentum = 1.5);
        Refused("norm_eps", "0", () => nn.L2BatchNorm2d(4, norm_eps: 0));
        Refused("norm_eps", "-1", () => nn.L2BatchNorm2d(4).norm_eps = -1);
        Refused("scale", "7", () => nn.L2BatchNorm2d(4, scale: (FeatureScale)7));
        Refused("dtype", "Int32", () => nn.L2BatchNorm2d(4, dtype: ScalarType.Int32));
        Refused("activation", "9", () => _ = new L2BatchNormAct(4, (Activation)9));
    }

    [Fact]
    public void State_of_the_wrong_size_or_type_is_refused()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.L2BatchNorm2d(4);
        Refused("running_mean", "[3]", () => layer.running_mean = zeros(3));
        Refused("weight", "[5]", () => layer.weight = nn.Parameter(ones(5)));
        Refused("num_batches_tracked", "Float32", () => layer.num_batches_tracked = zeros(1).squeeze());
    }

    [Fact]
    public void Residual_has_to_be_like_the_input()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.L2BatchNorm2d(4);
        var error = Assert.Throws<ArgumentException>(() => layer.forward(ones(2, 4, 3, 3), Activation.Relu, ones(2, 4, 1, 1)));
        Assert.Contains("[2, 4, 3, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4, 1, 1]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => layer.forward(ones(2, 4, 3, 3), Activation.Relu, ones(2, 4, 3, 3, dtype: ScalarType.Float64)));
    }

    [Fact]
    public void Functional_form_is_checked_too()
    {
        using var scope = NewDisposeScope();
        Tensor x = rand(4, 3, 2);
        Refused("running_mean", "no", () => F.l2_batch_norm(x, null, null));
        Refused("running_mean", "[2]", () => F.l2_batch_norm(x, zeros(2), ones(2)));
        Refused("weight", "[4]", () => F.l2_batch_norm(x, zeros(3), ones(3), ones(4)));
        Refused("momentum", "2", () => F.l2_batch_norm(x, zeros(3), ones(3), training: true, momentum: 2));
        Refused("expected", "1D", () => F.l2_batch_norm(ones(3), null, null, training: true));
        Assert.Throws<ArgumentNullException>(() => F.l2_batch_norm(null!, null, null));
    }

    private static void Refused(string name, string value, Action action)
    {
        var error = Assert.ThrowsAny<ArgumentException>(action);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(value, error.Message, StringComparison.Ordinal);
    }
}
