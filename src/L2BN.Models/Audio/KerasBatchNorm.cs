using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>Keras' batch normalization in torch's terms: eps 1e-3, and momentum 0.99 for the old value is 0.01 for the new one.</summary>
internal static class KerasBatchNorm
{
    public const double Eps = 1e-3;

    public const double Momentum = 0.01;

    /// <summary>The norm that stays BatchNorm in the acoustic models: on the class maps, without gain and shift.</summary>
    public static Module<Tensor, Tensor> Plain(long channels) => TorchBatchNorm.Create2d(channels, Eps, Momentum, affine: false);
}
