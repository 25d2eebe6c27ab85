using L2BN.Models.Images;
using L2BN.Scalars;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Weight initializations of the models' sources. They draw from torch's generator in the order of the modules and never for a norm, so
/// that one seed gives one set of weights whatever the norm.
/// </summary>
internal static class Initialization
{
    // Of a standard normal cut off at ±2: its standard deviation, and erf(2/√2), the probability that is left.
    private const double TruncatedDeviation = 0.87962566103423978, TruncatedMass = 0.95449973610364158;

    private static readonly Action<Tensor> s_fanIn = Kaiming(init.FanInOut.FanIn), s_fanOut = Kaiming(init.FanInOut.FanOut);

    /// <summary>The framework's own, drawn when the layers are made.</summary>
    public static void None(Module model) { }

    /// <summary>Normal with variance 2/fan_in, convolutions and linear layers (akamaster/pytorch_resnet_cifar10).</summary>
    public static void KaimingFanIn(Module model) => Each(model, s_fanIn, dense => s_fanIn(dense.weight!));

    /// <summary>Normal with variance 2/fan_out, convolutions only (torchvision's ResNet).</summary>
    public static void KaimingFanOut(Module model) => Each(model, s_fanOut, _ => { });

    /// <summary>torchvision's MobileNetV2: convolutions with variance 2/fan_out, linear N(0, 0.01²), its bias 0.</summary>
    public static void MobileNet(Module model) => Each(model, s_fanOut, dense =>
    {
        init.normal_(dense.weight!, 0, 0.01);
        init.zeros_(dense.bias!);
    });

    /// <summary>torchvision's DenseNet: convolutions with variance 2/fan_in, bias of the linear layer 0.</summary>
    public static void DenseNet(Module model) => Each(model, s_fanIn, dense => init.zeros_(dense.bias!));

    /// <summary>Keras' he_normal: variance 2/fan_in, cut off at two standard deviations of the uncut normal; biases 0.</summary>
    public static void KerasHeNormal(Module model) => Each(model, TruncatedNormal, dense =>
    {
        TruncatedNormal(dense.weight!);
        init.zeros_(dense.bias!);
    });

    private static void Each(Module model, Action<Tensor> convolution, Action<Linear> linear)
    {
        foreach (Module module in model.modules())
        {
            if (module is Conv2d conv)
                convolution(conv.weight!);
            if (module is Linear dense)
                linear(dense);
        }
    }

    private static Action<Tensor> Kaiming(init.FanInOut mode) =>
        weight => init.kaiming_normal_(weight, mode: mode, nonlinearity: init.NonlinearityType.ReLU);

    // By the inverse of the distribution. TorchSharp's trunc_normal_ fills the tensor with one constant: it adds the deviation to the mean.
    private static void TruncatedNormal(Tensor weight)
    {
        using IDisposable noGradient = no_grad();
        double deviation = Math.Sqrt(2.0 / init.CalculateFanInAndFanOut(weight).fanIn) / TruncatedDeviation;
        weight.uniform_(-TruncatedMass, TruncatedMass).erfinv_().Times_(Math.Sqrt(2) * deviation);
    }
}
