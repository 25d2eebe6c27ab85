using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The layers in torch's notation: <c>torch.nn.L2BatchNorm2d(64)</c>.</summary>
public static class TorchModules
{
    extension(nn)
    {
        /// <summary>Creates a <see cref="L2BN.L2BatchNorm1d"/>: L2 batch normalization of a 2D or 3D batch, [N, C] or [N, C, L].</summary>
        /// <param name="num_features">Channels C of the input, at least 1.</param>
        /// <param name="eps">Added to the variance, at least 0; default 1e-5.</param>
        /// <param name="momentum">Weight of a new batch in the running statistics, 0 to 1; null: cumulative average; default 0.1.</param>
        /// <param name="affine">Learn a weight and a bias per channel; default true.</param>
        /// <param name="track_running_stats">Track running statistics for evaluation; default true.</param>
        /// <param name="scale">The length every sample is given; default √D.</param>
        /// <param name="norm_eps">Norms below this are taken as this, above 0; default 1e-12.</param>
        /// <param name="device">Where the state is stored; default torch's default device.</param>
        /// <param name="dtype">Floating type of the state; default torch's default type.</param>
        /// <returns>The layer.</returns>
        public static L2BatchNorm1d L2BatchNorm1d(
            long num_features, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool track_running_stats = true,
            FeatureScale scale = FeatureScale.RootDimension, double norm_eps = 1e-12, Device? device = null, ScalarType? dtype = null) =>
            new(num_features, eps, momentum, affine, track_running_stats, scale, norm_eps, device, dtype);

        /// <summary>Creates a <see cref="L2BN.L2BatchNorm2d"/>: L2 batch normalization of a 4D batch, [N, C, H, W].</summary>
        /// <param name="num_features">Channels C of the input, at least 1.</param>
        /// <param name="eps">Added to the variance, at least 0; default 1e-5.</param>
        /// <param name="momentum">Weight of a new batch in the running statistics, 0 to 1; null: cumulative average; default 0.1.</param>
        /// <param name="affine">Learn a weight and a bias per channel; default true.</param>
        /// <param name="track_running_stats">Track running statistics for evaluation; default true.</param>
        /// <param name="scale">The length every sample is given; default √D.</param>
        /// <param name="norm_eps">Norms below this are taken as this, above 0; default 1e-12.</param>
        /// <param name="device">Where the state is stored; default torch's default device.</param>
        /// <param name="dtype">Floating type of the state; default torch's default type.</param>
        /// <returns>The layer.</returns>
        public static L2BatchNorm2d L2BatchNorm2d(
            long num_features, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool track_running_stats = true,
            FeatureScale scale = FeatureScale.RootDimension, double norm_eps = 1e-12, Device? device = null, ScalarType? dtype = null) =>
            new(num_features, eps, momentum, affine, track_running_stats, scale, norm_eps, device, dtype);

        /// <summary>Creates a <see cref="L2BN.L2BatchNorm3d"/>: L2 batch normalization of a 5D batch, [N, C, D, H, W].</summary>
        /// <param name="num_features">Channels C of the input, at least 1.</param>
        /// <param name="eps">Added to the variance, at least 0; default 1e-5.</param>
        /// <param name="momentum">Weight of a new batch in the running statistics, 0 to 1; null: cumulative average; default 0.1.</param>
        /// <param name="affine">Learn a weight and a bias per channel; default true.</param>
        /// <param name="track_running_stats">Track running statistics for evaluation; default true.</param>
        /// <param name="scale">The length every sample is given; default √D.</param>
        /// <param name="norm_eps">Norms below this are taken as this, above 0; default 1e-12.</param>
        /// <param name="device">Where the state is stored; default torch's default device.</param>
        /// <param name="dtype">Floating type of the state; default torch's default type.</param>
        /// <returns>The layer.</returns>
        public static L2BatchNorm3d L2BatchNorm3d(
            long num_features, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool track_running_stats = true,
            FeatureScale scale = FeatureScale.RootDimension, double norm_eps = 1e-12, Device? device = null, ScalarType? dtype = null) =>
            new(num_features, eps, momentum, affine, track_running_stats, scale, norm_eps, device, dtype);
    }
}
