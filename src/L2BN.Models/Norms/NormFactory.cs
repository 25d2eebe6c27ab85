using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models.Norms;

/// <summary>Creates the norms of a model; <paramref name="Act"/> applies them.</summary>
/// <param name="Spec">Which norm.</param>
/// <param name="Act">Shared by all blocks of the model.</param>
internal sealed record NormFactory(NormSpec Spec, NormAct Act)
{
    public static NormFactory Create(ModelOptions options) => new(options.Norm, new NormAct(options));

    /// <summary>The same with Keras' defaults where the options give none.</summary>
    public static NormFactory CreateKeras(ModelOptions options) =>
        new(options.Norm.WithDefaults(KerasBatchNorm.Eps, KerasBatchNorm.Momentum), new NormAct(options));

    public Module<Tensor, Tensor> Norm1d(long channels) => Spec.Create1d(channels);

    public Module<Tensor, Tensor> Norm2d(long channels, bool affine = true) => Spec.Create2d(channels, affine);
}

/// <summary>Keras' batch normalization in torch's terms: eps 1e-3, and momentum 0.99 for the old value is 0.01 for the new one.</summary>
internal static class KerasBatchNorm
{
    public const double Eps = 1e-3;

    public const double Momentum = 0.01;

    /// <summary>The norm that stays BatchNorm in the acoustic models: on the class maps, without gain and shift.</summary>
    public static Module<Tensor, Tensor> Plain(long channels) => TorchBatchNorm.Create2d(channels, Eps, Momentum, affine: false);
}
