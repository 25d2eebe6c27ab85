using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>
/// Weight initialisations of the models' sources. They draw from torch's generator in the order of the modules and never for a norm, so
/// that one seed gives one set of weights whatever the norm.
/// </summary>
internal static class Initialisation
{
    /// <summary>Normal with variance 2/fan_in, convolutions and linear layers (akamaster/pytorch_resnet_cifar10).</summary>
    public static void KaimingFanIn(Module model) => Each(model, Kaiming(init.FanInOut.FanIn), Kaiming(init.FanInOut.FanIn));

    /// <summary>Normal with variance 2/fan_out, convolutions only (torchvision's ResNet).</summary>
    public static void KaimingFanOut(Module model) => Each(model, Kaiming(init.FanInOut.FanOut), _ => { });

    /// <summary>The framework's own, drawn when the layers are made.</summary>
    public static void None(Module model) { }

    public static void Each(Module model, Action<Tensor> convolution, Action<Tensor> linear)
    {
        foreach (var module in model.modules())
        {
            if (module is Conv2d conv) convolution(conv.weight!);
            if (module is Linear dense) linear(dense.weight!);
        }
    }

    private static Action<Tensor> Kaiming(init.FanInOut mode) =>
        weight => init.kaiming_normal_(weight, mode: mode, nonlinearity: init.NonlinearityType.ReLU);
}
