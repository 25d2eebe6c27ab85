using L2BN.Tests.Oracle;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

public class SmokeTests
{
    [Theory]
    [InlineData(FeatureScale.RootDimension)]
    [InlineData(FeatureScale.Unit)]
    public void Forward_and_backward_match_the_oracle(FeatureScale scale)
    {
        using var scope = NewDisposeScope();
        var shape = new OracleShape(4, 3, 10);
        using var layer = torch.nn.L2BatchNorm2d(3, scale: scale, dtype: ScalarType.Float64);
        Tensor x = randn(4, 3, 2, 5, dtype: ScalarType.Float64, requires_grad: true);
        Tensor g = randn(4, 3, 2, 5, dtype: ScalarType.Float64);
        Tensor y = layer.call(x);
        y.backward([g]);
        var oracle = new L2BatchNormOracle(shape, [.. x.data<double>()], scale);
        double[] want = oracle.Forward([1, 1, 1], [0, 0, 0]);
        OracleGradients grads = oracle.BackwardTraining([.. g.data<double>()], [1, 1, 1]);
        Assert.Equal(want, y.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(grads.Input, x.grad!.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(grads.Weight, layer.weight!.grad!.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1, layer.num_batches_tracked!.item<long>());
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], layer.state_dict().Keys);
        Assert.Equal(["0.weight", "0.bias", "0.running_mean", "0.running_var", "0.num_batches_tracked"], nn.Sequential(layer).state_dict().Keys);
    }
}
