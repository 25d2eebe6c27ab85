using L2BN.Kernels;
using L2BN.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Tests;

/// <summary>The layer against PyTorch's F.normalize + batch_norm, to the last digits, over several training steps and evaluation.</summary>
public class GoldenTests
{
    private const double LastDigits = 5e-13;

    private static readonly GoldenFile s_golden = GoldenFile.Read();

    public static TheoryData<string> Names => [.. s_golden.Cases.Select(item => item.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Layer_is_what_pytorch_computes(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        GoldenCase golden = s_golden.Cases.Single(item => item.Name == name);
        using L2BatchNorm layer = Make(golden);
        foreach (GoldenPass step in golden.Steps)
        {
            Check(layer, golden, step);
            AssertNear.Values(step.RunningMean, layer.running_mean!, LastDigits, "running_mean");
            AssertNear.Values(step.RunningVar, layer.running_var!, LastDigits, "running_var");
        }

        layer.eval();
        Check(layer, golden, golden.Evaluation);
    }

    private static void Check(L2BatchNorm layer, GoldenCase golden, GoldenPass pass)
    {
        Tensor x = Tensors.Of(pass.X, golden.Shape).requires_grad_();
        Tensor y = layer.call(x);
        layer.zero_grad();
        y.backward([Tensors.Of(pass.G, golden.Shape)]);
        AssertNear.Values(pass.Y, y, LastDigits, "y");
        AssertNear.Gradient(pass.Dx, x.grad!, LastDigits, "dx");
        if (pass.Dweight is not null)
            AssertNear.Gradient(pass.Dweight, layer.weight!.grad!, LastDigits, "dweight");
        if (pass.Dbias is not null)
            AssertNear.Gradient(pass.Dbias, layer.bias!.grad!, LastDigits, "dbias");
    }

    private static L2BatchNorm Make(GoldenCase golden)
    {
        (long channels, double eps, double? momentum, bool affine) = (golden.Shape[1], s_golden.Eps, golden.Momentum, golden.Affine);
        FeatureScale scale = Enum.Parse<FeatureScale>(golden.Scale);
        L2BatchNorm layer = golden.Shape.Length switch
        {
            4 => nn.L2BatchNorm2d(channels, eps, momentum, affine, scale: scale, dtype: ScalarType.Float64),
            5 => nn.L2BatchNorm3d(channels, eps, momentum, affine, scale: scale, dtype: ScalarType.Float64),
            _ => nn.L2BatchNorm1d(channels, eps, momentum, affine, scale: scale, dtype: ScalarType.Float64),
        };
        if (golden.Weight is not null)
            layer.weight = new Parameter(Tensors.Of(golden.Weight, [channels]));
        if (golden.Bias is not null)
            layer.bias = new Parameter(Tensors.Of(golden.Bias, [channels]));
        return layer;
    }
}
