using L2BN.Kernels;
using L2BN.Scalars;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// L2 batch normalization with the activation, and optionally a residual, in the same operation: act(l2bn(x) + residual).
/// Takes batches of rank 2 to 5; state and arithmetic are those of <see cref="L2BatchNorm2d"/>.
/// </summary>
public sealed class L2BatchNormAct : L2BatchNorm, nn.IModule<Tensor, Tensor, Tensor>
{
    /// <summary>Creates the layer.</summary>
    /// <param name="num_features">Channels C of the input, at least 1.</param>
    /// <param name="activation">Applied last; default ReLU.</param>
    /// <param name="eps">Added to the variance, at least 0; default 1e-5.</param>
    /// <param name="momentum">Weight of a new batch in the running statistics, 0 to 1; null is the cumulative average; default 0.1.</param>
    /// <param name="affine">Learn a weight and a bias per channel; default true.</param>
    /// <param name="track_running_stats">Track running statistics for evaluation; default true.</param>
    /// <param name="scale">The length every sample is given; default √D.</param>
    /// <param name="norm_eps">Norms below this are taken as this, above 0; default 1e-12.</param>
    /// <param name="negative_slope">Slope of a leaky ReLU below 0, at least 0; default 0.01.</param>
    /// <param name="device">Where the state is stored; default torch's default device.</param>
    /// <param name="dtype">Floating type of the state; default torch's default type.</param>
    public L2BatchNormAct(
        long num_features, Activation activation = Activation.Relu, double eps = 1e-5, double? momentum = 0.1, bool affine = true,
        bool track_running_stats = true, FeatureScale scale = FeatureScale.RootDimension, double norm_eps = 1e-12,
        double negative_slope = NormOptions.DefaultNegativeSlope, Device? device = null, ScalarType? dtype = null)
        : base(nameof(L2BatchNormAct), 2, 5, num_features, eps, momentum, affine, track_running_stats, scale, norm_eps, device, dtype)
    {
        (this.activation, this.negative_slope) = (OptionGuard.Activation(activation), OptionGuard.NegativeSlope(negative_slope));
    }

    /// <summary>Applied last.</summary>
    public Activation activation { get; }

    /// <summary>Slope of <see cref="Activation.LeakyRelu"/> below 0.</summary>
    public double negative_slope { get; }

    /// <summary>act(l2bn(input)).</summary>
    /// <param name="input">[N, C, …] with C = num_features, rank 2 to 5.</param>
    /// <returns>A new tensor of the input's shape and type.</returns>
    public override Tensor forward(Tensor input) => forward(input, activation, null, negative_slope);

    /// <summary>act(l2bn(input) + residual).</summary>
    /// <param name="input">[N, C, …] with C = num_features, rank 2 to 5.</param>
    /// <param name="residual">Shape, type and device of the input.</param>
    /// <returns>A new tensor of the input's shape and type.</returns>
    public Tensor forward(Tensor input, Tensor residual) => forward(input, activation, residual, negative_slope);

    /// <summary>act(l2bn(input) + residual). TorchSharp's hooks take one argument, so they do not run here.</summary>
    /// <param name="input">[N, C, …] with C = num_features, rank 2 to 5.</param>
    /// <param name="residual">Shape, type and device of the input.</param>
    /// <returns>A new tensor of the input's shape and type.</returns>
    public Tensor call(Tensor input, Tensor residual) => forward(input, residual);
}
