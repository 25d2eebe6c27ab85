using TorchSharp;
using static TorchSharp.torch;

namespace L2BN.Tests.Shared;

/// <summary>A convolution, a norm, a linear layer: the smallest classifier with something to normalize.</summary>
internal static class TinyNetwork
{
    public static nn.Module<Tensor, Tensor> Create(string norm) => nn.Sequential(
        ("conv", nn.Conv2d(1, 4, 3, padding: 1, bias: false)),
        ("norm", Norm(norm)),
        ("relu", nn.ReLU()),
        ("pool", nn.AvgPool2d(2)),
        ("flatten", nn.Flatten()),
        ("fc", nn.Linear(64, 3)));

    private static nn.Module<Tensor, Tensor> Norm(string norm) => norm switch
    {
        "bn" => nn.BatchNorm2d(4),
        "l2bn" => new L2BatchNorm2d(4),
        "l2bn-unit" => new L2BatchNorm2d(4, scale: FeatureScale.Unit),
        _ => throw new ArgumentException($"Unknown norm '{norm}'."),
    };
}
