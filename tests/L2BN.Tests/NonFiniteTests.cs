using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>NaN and infinity in training: as BatchNorm by default, or an exception before the statistics change.</summary>
public sealed class NonFiniteTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static MatrixTheoryData<ScalarType, double> Values =>
        new([ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64],
            [double.NaN, double.PositiveInfinity, double.NegativeInfinity]);

    [Theory]
    [MemberData(nameof(Values))]
    public void Throw_names_the_first_sample_and_changes_no_statistics(ScalarType type, double value)
    {
        using L2BatchNorm2d layer = new(3, dtype: type) { non_finite = NonFinitePolicy.Throw };
        layer.forward(randn(4, 3, 5, 5, type));
        var before = layer.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        Tensor x = With(value, type, 2, 3);
        ArgumentException error = Assert.Throws<ArgumentException>(() => layer.forward(x));
        Assert.Contains("sample 2 of 4 and 1 more", error.Message, StringComparison.Ordinal);
        Assert.All(layer.state_dict(), pair => Assert.True(pair.Value.eq(before[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Propagate_reaches_the_running_statistics_as_in_BatchNorm(ScalarType type, double value)
    {
        using L2BatchNorm2d layer = new(3, dtype: type);
        using TorchSharp.Modules.BatchNorm2d batchNorm = nn.BatchNorm2d(3, dtype: type);
        Tensor x = With(value, type, 2);
        layer.forward(x);
        batchNorm.forward(x);
        Assert.Equal([true, false, true], Finite(batchNorm.running_mean!));
        bool others = !double.IsNaN(value); // NaN makes the norm of its sample NaN, infinity makes the other values of its sample 0
        Assert.Equal([others, false, others], Finite(layer.get_buffer("running_mean")!));
        Assert.Equal([others, false, others], Finite(layer.get_buffer("running_var")!));
    }

    [Fact]
    public void Evaluation_is_not_checked()
    {
        using L2BatchNorm2d layer = new(3) { non_finite = NonFinitePolicy.Throw };
        layer.eval();
        Assert.True(layer.forward(With(double.NaN, ScalarType.Float32, 1)).isnan().any().item<bool>());
    }

    [Fact]
    public void An_unknown_policy_is_refused()
    {
        using L2BatchNorm2d layer = new(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.non_finite = (NonFinitePolicy)7);
    }

    public void Dispose() => _scope.Dispose();

    private static bool[] Finite(Tensor channels) => isfinite(channels).data<bool>().ToArray();

    private static Tensor With(double value, ScalarType type, params long[] samples)
    {
        Tensor x = randn(4, 3, 5, 5, type);
        foreach (long sample in samples)
            x[sample, 1, 2, 3] = tensor(value).to(type);
        return x;
    }
}
