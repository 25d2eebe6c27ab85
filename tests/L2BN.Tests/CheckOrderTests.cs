using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>Every argument is checked before the counter of batches and the statistics change, in every type the same.</summary>
public sealed class CheckOrderTests : IDisposable
{
    private static readonly long[] s_size = [4, 3, 5, 5];

    private readonly DisposeScope _scope = NewDisposeScope();

    public static MatrixTheoryData<ScalarType, double> Slopes =>
        new(
            [ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64],
            [-0.1, double.NaN, double.PositiveInfinity, double.NegativeInfinity]);

    public static MatrixTheoryData<ScalarType, string> Calls =>
        new(
            [ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64],
            ["rank", "channels", "type", "sparse", "residual", "sparse residual", "activation", "statistics"]);

    [Theory]
    [MemberData(nameof(Slopes))]
    public void A_slope_that_is_not_finite_or_negative_is_refused(ScalarType type, double slope)
    {
        using L2BatchNorm2d layer = new(3, dtype: type);
        Tensor x = randn(s_size).to(type);
        foreach (Activation activation in Enum.GetValues<Activation>())
            Refused(layer, () => layer.forward(x, activation, null, slope), "negative_slope");
        Assert.Contains(
            "negative_slope",
            Assert.Throws<ArgumentOutOfRangeException>(() => new L2BatchNormAct(3, negative_slope: slope)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_that_does_not_fit_changes_nothing(ScalarType type, string what)
    {
        using L2BatchNorm2d layer = new(3, dtype: type);
        Tensor x = randn(s_size).to(type);
        Action call = what switch
        {
            "rank" => () => layer.forward(x.flatten(1)),
            "channels" => () => layer.forward(x.transpose(1, 2)),
            "type" => () => layer.forward(x.to(ScalarType.Int32)),
            "sparse" => () => layer.forward(x.to_sparse()),
            "residual" => () => layer.forward(x, Activation.Relu, x.narrow(0, 0, 1)),
            "sparse residual" => () => layer.forward(x, Activation.Relu, x.to_sparse()),
            "activation" => () => layer.forward(x, (Activation)77),
            "statistics" => () => WithGradient(layer.running_mean!, () => layer.forward(x)),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        Refused(layer, call, "xpected");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Functional_statistics_that_require_a_gradient_are_refused_as_by_batch_norm(bool training)
    {
        Tensor x = randn(s_size), mean = zeros(3).requires_grad_(), variance = ones(3);
        Assert.ThrowsAny<Exception>(() => F.batch_norm(x, mean, variance, training: training));
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, mean, variance, training: training), "running_mean", "requires_grad");
        AssertThrows.With<ArgumentException>(() => F.l2_batch_norm(x, variance, mean, training: training), "running_var", "requires_grad");
        Assert.Equal(new double[3], Tensors.Values(mean));
        using (no_grad())
            F.l2_batch_norm(x, mean, variance, training: training);
    }

    public void Dispose() => _scope.Dispose();

    private static void WithGradient(Tensor tensor, Action call)
    {
        tensor.requires_grad = true;
        try
        {
            call();
        }
        finally
        {
            tensor.requires_grad = false;
        }
    }

    private static void Refused(L2BatchNorm2d layer, Action call, string part)
    {
        AssertThrows.With<ArgumentException>(call, part);
        Assert.Equal(0, layer.num_batches_tracked!.item<long>());
        Assert.Equal(new double[3], Tensors.Values(layer.running_mean!));
        Assert.Equal([1, 1, 1], Tensors.Values(layer.running_var!));
    }
}
