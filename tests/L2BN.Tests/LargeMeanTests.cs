using L2BN.Kernels;
using L2BN.Tests.Oracle;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace L2BN.Tests;

/// <summary>
/// float32 data whose mean is large against its deviation, where a·x + b cancels. Prints the table of docs/l2bn.md:
/// <c>dotnet test --project tests/L2BN.Tests --filter-class '*LargeMean*' --show-live-output on</c>.
/// </summary>
public class LargeMeanTests(ITestOutputHelper output)
{
    private static readonly OracleShape s_shape = new(32, 8, 256);
    private static readonly long[] s_size = [32, 8, 16, 16];

    [Fact]
    public void Error_of_the_layer_is_bounded()
    {
        output.WriteLine("mean/std  BatchNorm2d  composed  layer   (max |y − y*| / max |y*|)");
        foreach (double mean in new[] { 1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 })
        {
            using DisposeScope scope = NewDisposeScope();
            double[] x = Tensors.Rounded(Tensors.Normal(1, s_shape.Total, mean), ScalarType.Float32);
            double composed = Error(x, NormPath.Composed), layer = Error(x, NormPath.Layer);
            output.WriteLine($"{mean,8:0e0}  {BatchNormError(x),11:0.0e-0}  {composed,8:0.0e-0}  {layer:0.0e-0}");
            Assert.InRange(layer, 0, Tolerance.LargeMean(NormPath.Layer, mean));
            Assert.InRange(composed, 0, Tolerance.LargeMean(NormPath.Composed, mean));
        }
    }

    private static double Error(double[] x, NormPath path)
    {
        double[] y = new L2BatchNormOracle(s_shape, x, FeatureScale.RootDimension).Forward(Ones, new double[8]);
        return Error(y, path.Forward(Input(x), default, new(new(), true, 0)));
    }

    private static double BatchNormError(double[] x)
    {
        Tensor exact = F.batch_norm(Tensors.Of(x, s_size), null, null, training: true);
        return Error(Tensors.Values(exact), F.batch_norm(Input(x), null, null, training: true));
    }

    private static double Error(double[] expected, Tensor actual) =>
        Tensors.Values(actual).Zip(expected, (a, e) => Math.Abs(a - e)).Max() / expected.Max(Math.Abs);

    private static Tensor Input(double[] x) => Tensors.Of(x, s_size, ScalarType.Float32);

    private static double[] Ones { get; } = [.. Enumerable.Repeat(1.0, 8)];
}
