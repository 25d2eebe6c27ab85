using L2BN.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>Freezing every L2BatchNorm of a model at once.</summary>
public static class NormFreezing
{
    /// <summary>Calls <see cref="L2BatchNorm.Freeze"/> on every layer of a model that has running statistics.</summary>
    /// <param name="model">The model; a layer itself will do.</param>
    /// <param name="parameters">Stop the gradients of weights and biases as well; default true.</param>
    /// <returns>The number of layers frozen.</returns>
    public static int Freeze(nn.Module model, bool parameters = true) => ForEach(model, layer => layer.Freeze(parameters));

    /// <summary>Calls <see cref="L2BatchNorm.Unfreeze"/> on every layer of a model that has running statistics.</summary>
    /// <param name="model">The model; a layer itself will do.</param>
    /// <returns>The number of layers.</returns>
    public static int Unfreeze(nn.Module model) => ForEach(model, layer => layer.Unfreeze());

    private static int ForEach(nn.Module model, Action<L2BatchNorm> action)
    {
        L2BatchNorm[] layers = [.. RunningNorm.FindAll(model).Select(item => item.Norm.Module).OfType<L2BatchNorm>()];
        Array.ForEach(layers, action);
        return layers.Length;
    }
}
