#:project ../src/L2BN/L2BN.csproj
#:property UsesTorch=true
using L2BN;
using TorchSharp;
using static TorchSharp.torch;

var net = nn.Sequential(
    nn.Conv2d(3, 16, 3, padding: 1, bias: false),
    nn.L2BatchNorm2d(16),
    nn.ReLU(),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten());
using Tensor images = randn(8, 3, 32, 32);
using Tensor features = net.forward(images);
features.sum().backward();
using Tensor scaled = net.forward(100 * images);
Console.WriteLine(
    $"features {string.Join('×', features.shape)}; images 100 times brighter change them by "
        + $"{(scaled - features).abs().max().ToSingle():E1}");
