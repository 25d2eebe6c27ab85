using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace L2BN.Models;

/// <summary>What a block needs to normalise: which norm, and the shared helper that applies it.</summary>
internal sealed record NormKit(NormSpec Spec, NormAct Act)
{
    public static NormKit For(ModelOptions options) => new(options.Norm, new NormAct(options));

    /// <summary>With Keras' defaults for what the options leave open.</summary>
    public static NormKit Keras(ModelOptions options) =>
        new(options.Norm.WithDefaults(KerasBatchNorm.Eps, KerasBatchNorm.Momentum), new NormAct(options));

    public Module<Tensor, Tensor> Norm1d(long channels) => Spec.Create1d(channels);

    public Module<Tensor, Tensor> Norm2d(long channels, bool affine = true) => Spec.Create2d(channels, affine);
}
