using L2BN.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>The layer as a function: <c>torch.nn.functional.l2_batch_norm(...)</c>.</summary>
public static class TorchFunctional
{
    private const string Name = "l2_batch_norm";

    extension(nn.functional)
    {
        /// <summary>L2 batch normalization with the caller's tensors; see <see cref="L2BatchNorm"/> for the formula.</summary>
        /// <param name="input">[N, C, …], rank 2 or more.</param>
        /// <param name="running_mean">[C]; updated in training, used in evaluation; null in training: no statistics.</param>
        /// <param name="running_var">[C]; as <paramref name="running_mean"/>.</param>
        /// <param name="weight">γ, [C], or null for 1.</param>
        /// <param name="bias">β, [C], or null for 0.</param>
        /// <param name="training">Normalize by the batch's own statistics; default false.</param>
        /// <param name="momentum">Weight of this batch in the running statistics, 0 to 1; default 0.1.</param>
        /// <param name="eps">Added to the variance, at least 0; default 1e-5.</param>
        /// <param name="scale">The length every sample is given; default √D.</param>
        /// <param name="norm_eps">Norms below this are taken as this, above 0; default 1e-12.</param>
        /// <returns>A new tensor of the input's shape and type.</returns>
        /// <exception cref="ArgumentException">A tensor or number that does not fit, named with what was expected.</exception>
        public static Tensor l2_batch_norm(
            Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
            double momentum = 0.1, double eps = 1e-5, FeatureScale scale = FeatureScale.RootDimension, double norm_eps = 1e-12)
        {
            ArgumentNullException.ThrowIfNull(input);
            NormState state = new(running_mean, running_var, weight, bias);
            Check(input, state, training);
            OptionGuard.Momentum(momentum);
            NormOptions options = new()
            {
                Eps = OptionGuard.Eps(eps), Scale = OptionGuard.Scale(scale), NormEps = OptionGuard.NormEps(norm_eps),
            };
            return L2BatchNormOperation.Forward(input, state, new(options, training, momentum), null, null);
        }
    }

    private static void Check(Tensor input, NormState state, bool training)
    {
        InputGuard.Rank(Name, input, 2, long.MaxValue);
        bool both = state.RunningMean is not null && state.RunningVar is not null;
        bool neither = state.RunningMean is null && state.RunningVar is null;
        if (!both && !(neither && training))
            throw new ArgumentException(
                $"{Name}: expected running_mean and running_var{(training ? ", both or neither" : " in evaluation")}, got " +
                $"{(state.RunningMean is null ? "no" : "a")} running_mean and {(state.RunningVar is null ? "no" : "a")} running_var.");
        InputGuard.Input(Name, input, state, training);
    }
}
