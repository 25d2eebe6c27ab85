using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>A tap of a network whose features are measured.</summary>
/// <param name="Layer">Name of the layer as the network names it; <c>features</c> for what the classifier sees.</param>
/// <param name="Side"><c>input</c>, <c>output</c> or <c>features</c>.</param>
/// <param name="Module">The layer that passes the features.</param>
/// <param name="Dimension">Features per sample.</param>
internal sealed record FeatureTap(string Layer, string Side, nn.Module<Tensor, Tensor> Module, int Dimension)
{
    public const string Input = "input";
    public const string Output = "output";
    public const string Features = "features";

    /// <summary>The features of a batch at this tap, N×d: what the classifier sees is averaged over positions, other maps are flattened.</summary>
    public Tensor Read(Tensor input, Tensor output) => Side switch
    {
        Output => output.flatten(1),
        Input => input.flatten(1),
        _ => Pooled(input),
    };

    public static Tensor Pooled(Tensor input) => input.dim() > 2 ? input.flatten(2).mean([2]) : input.flatten(1);
}
