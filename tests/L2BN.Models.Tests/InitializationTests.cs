using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Models.Tests;

/// <summary>The sources' initial weights: standard deviation, mean and, where cut off, the largest value.</summary>
public class InitializationTests
{
    [Theory]
    [InlineData("resnet20", "layer3.2.conv2.weight", 2.0 / (64 * 9))]
    [InlineData("resnet20", "layer3.0.conv1.weight", 2.0 / (32 * 9))]
    [InlineData("resnet20", "fc.weight", 2.0 / 64)]
    [InlineData("resnet20_b", "layer3.0.conv1.weight", 2.0 / (64 * 9))]
    [InlineData("resnet20_b", "fc.weight", 1.0 / (3 * 64))]
    [InlineData("resnet18_imagenet", "layer2.0.conv1.weight", 2.0 / (128 * 9))]
    [InlineData("resnet18_cifar", "layer2.0.conv1.weight", 1.0 / (3 * 64 * 9))]
    [InlineData("vgg16_slim", "features.3.weight", 1.0 / (3 * 64 * 9))]
    [InlineData("mobilenet_v2_cifar", "features.18.0.weight", 2.0 / 1280)]
    [InlineData("mobilenet_v2_cifar", "classifier.1.weight", 1e-4)]
    [InlineData("densenet_bc100", "features.denseblock1.denselayer1.conv2.weight", 2.0 / (48 * 9))]
    [InlineData("mlp", "fc2.weight", 2.0 / 512)]
    [InlineData("asc_resnet", "conv1.weight", 2.0 / 384)]
    [InlineData("asc_fcnn", "features.block5.conv.weight", 2.0 / (288 * 9))]
    [InlineData("asc_cnn", "features.block4.conv.weight", 2.0 / (96 * 9))]
    public void Weights_have_the_variance_of_their_source(string name, string key, double variance)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using nn.Module<Tensor, Tensor> model = ModelCatalog.Create(name, new ModelOptions { Classes = 40 });
        Tensor weight = model.state_dict()[key].to(ScalarType.Float64);
        double standardError = Math.Sqrt(variance / weight.numel());
        Assert.InRange(weight.mean().item<double>(), -5 * standardError, 5 * standardError);
        Assert.InRange(weight.var().item<double>() / variance, 1 - 8 / Math.Sqrt(weight.numel()), 1 + 8 / Math.Sqrt(weight.numel()));
    }

    [Fact]
    public void Keras_weights_are_cut_off_at_two_deviations()
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> model = ModelCatalog.Create("asc_resnet", new ModelOptions());
        Tensor weight = model.state_dict()["conv1.weight"];
        double deviation = Math.Sqrt(2.0 / 384) / 0.87962566103423978;
        Assert.InRange(weight.abs().max().item<float>(), 1.99 * deviation, 2.0001 * deviation);
    }

    [Theory]
    [InlineData("mobilenet_v2_cifar", "classifier.1.bias")]
    [InlineData("densenet_bc100", "classifier.bias")]
    [InlineData("asc_fcnn", "attention.fc1.bias")]
    public void Biases_start_at_zero_where_the_source_says_so(string name, string key)
    {
        using nn.Module<Tensor, Tensor> model = ModelCatalog.Create(name, new ModelOptions());
        Assert.Equal(0, model.state_dict()[key].abs().max().item<float>());
    }
}
