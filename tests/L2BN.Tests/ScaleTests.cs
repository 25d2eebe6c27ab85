using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>
/// Why √D is the default: what <c>eps</c>, the initial statistics and the input size do to each scale. Prints the numbers of docs/l2bn.md:
/// <c>dotnet test --project tests/L2BN.Tests --filter-class '*ScaleTests' --show-live-output on</c>.
/// </summary>
public class ScaleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(8L, 16L, 32L, 0.93)]
    [InlineData(2L, 64L, 112L, 0.33)]
    public void Eps_damps_unit_and_leaves_root_dimension(long samples, long channels, long size, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(samples, channels, size);
        (double unit, double root) = (Deviation(x, FeatureScale.Unit), Deviation(x, FeatureScale.RootDimension));
        output.WriteLine($"output deviation at {channels}×{size}×{size}, eps 1e-5: Unit {unit:f2}, RootDimension {root:f5}");
        Assert.InRange(unit, expected - 0.005, expected + 0.005);
        Assert.InRange(root, 0.9999, 1.0001);
    }

    [Fact]
    public void Unit_needs_many_steps_to_forget_its_first_statistics()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Random(4, 16, 32);
        (int unit, int root) = (StepsToWarmUp(x, FeatureScale.Unit), StepsToWarmUp(x, FeatureScale.RootDimension));
        output.WriteLine($"steps until running_var is within 10 % of the batch's, 16×32×32: Unit {unit}, RootDimension {root}");
        Assert.InRange(unit, 100, 150);
        Assert.InRange(root, 0, 3);
    }

    [Fact]
    public void Unit_statistics_belong_to_one_input_size()
    {
        using DisposeScope scope = NewDisposeScope();
        (double unit, double root) = (DeviationAtAnotherSize(FeatureScale.Unit), DeviationAtAnotherSize(FeatureScale.RootDimension));
        output.WriteLine($"output deviation in evaluation at 40×40 after statistics at 28×28: Unit {unit:f2}, RootDimension {root:f2}");
        Assert.InRange(unit, 0.65, 0.75);
        Assert.InRange(root, 0.97, 1.03);
    }

    private static double Deviation(Tensor x, FeatureScale scale)
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(x.shape[1], scale: scale);
        return layer.call(x).std().item<float>();
    }

    private static int StepsToWarmUp(Tensor x, FeatureScale scale)
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(x.shape[1], scale: scale);
        using L2BatchNorm2d batch = nn.L2BatchNorm2d(x.shape[1], scale: scale, momentum: 1);
        batch.call(x);
        int steps = 0;
        while ((layer.running_var! / batch.running_var! - 1).abs().max().item<float>() > 0.1)
            (steps, _) = (steps + 1, layer.call(x));
        return steps;
    }

    private static double DeviationAtAnotherSize(FeatureScale scale)
    {
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(16, eps: 0, momentum: 1, scale: scale);
        layer.call(Random(8, 16, 28));
        layer.eval();
        return layer.call(Random(8, 16, 40)).std().item<float>();
    }

    private static Tensor Random(long samples, long channels, long size) =>
        Tensors.Random(1, samples, channels, size, size).to(ScalarType.Float32);
}
