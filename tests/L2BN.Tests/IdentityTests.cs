using CsCheck;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>Identities that are true for all numbers, because the output does not depend on the length of a sample.</summary>
public class IdentityTests
{
    [Fact]
    public void Gradient_is_orthogonal_to_its_sample() => Gen.Int[0, 10_000].Sample(seed =>
    {
        using DisposeScope scope = NewDisposeScope();
        var data = new RandomCase(seed, ScalarType.Float64);
        Tensor x = data.Input();
        NormCall call = new(new() { Scale = data.Scale }, true, 0);
        NormPath.Layer.Forward(x, new(null, null, data.Vector(data.Weight), data.Vector(data.Bias)), call).backward([data.Gradient()]);
        Tensor radial = (x.detach() * x.grad!).flatten(1).sum(1).abs();
        Tensor lengths = x.detach().flatten(1).norm(1) * x.grad!.flatten(1).norm(1);
        Assert.True((radial <= 1e-12 * (lengths + 1)).all().item<bool>());
    }, iter: 60);

    [Theory]
    [InlineData(NormPath.Composed, ScalarType.Float32)]
    [InlineData(NormPath.Composed, ScalarType.Float64)]
    [InlineData(NormPath.Layer, ScalarType.Float32)]
    [InlineData(NormPath.Layer, ScalarType.Float64)]
    public void Scaling_a_sample_by_a_power_of_two_changes_no_bit(NormPath path, ScalarType type) =>
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[-35, 60]).Sample((seed, power) =>
        {
            using DisposeScope scope = NewDisposeScope();
            var data = new RandomCase(seed, type);
            Tensor scaled = data.Input().detach().clone();
            scaled[0].mul_(Math.Pow(2, power));
            Assert.Equal(Tensors.Values(Train(path, data, data.Input())), Tensors.Values(Train(path, data, scaled)));
        }, iter: 60);

    [Fact]
    public void Bias_free_convolution_gets_a_gradient_orthogonal_to_its_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        using Conv2d convolution = nn.Conv2d(3, 6, 3, padding: 1, bias: false, dtype: ScalarType.Float64);
        using L2BatchNorm2d layer = nn.L2BatchNorm2d(6, dtype: ScalarType.Float64);
        convolution.weight = new Parameter(Tensors.Random(1, 6, 3, 3, 3));
        Tensor loss = (layer.call(convolution.call(Tensors.Random(2, 5, 3, 8, 8))) * Tensors.Random(3, 5, 6, 8, 8)).sum();
        loss.backward();
        Tensor gradient = convolution.weight!.grad!;
        double radial = (convolution.weight.detach() * gradient).sum().item<double>();
        Assert.True(gradient.norm().item<double>() > 1);
        Assert.True(Math.Abs(radial) < 1e-9 * gradient.norm().item<double>() * convolution.weight.norm().item<double>());
    }

    private static Tensor Train(NormPath path, RandomCase data, Tensor x) =>
        path.Forward(x, new(null, null, data.Vector(data.Weight), data.Vector(data.Bias)), new(new() { Scale = data.Scale }, true, 0));
}
