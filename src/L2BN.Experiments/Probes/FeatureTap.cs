using L2BN.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Experiments.Probes;

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

    /// <summary>The features of a batch at this tap, N×d: what the classifier sees is averaged over positions, other maps are
    /// flattened.</summary>
    public Tensor Read(Tensor input, Tensor output) => Side switch
    {
        Output => output.flatten(1),
        Input => input.flatten(1),
        _ => Pooled(input),
    };

    public static Tensor Pooled(Tensor input) => input.dim() > 2 ? input.flatten(2).mean([2]) : input.flatten(1);
}

/// <summary>Finds the normalization layers of any network in the order in which they are called, and what its classifier sees.</summary>
internal static class FeatureTapFinder
{
    /// <param name="network">In evaluation mode, fusion off.</param>
    /// <param name="sample">A batch of one sample.</param>
    /// <param name="classes">Columns of the network's output.</param>
    public static IReadOnlyList<FeatureTap> Find(nn.Module<Tensor, Tensor> network, Tensor sample, int classes)
    {
        List<FeatureTap> taps = [];
        List<FeatureTap> classifiers = [];
        using var hooks = new ForwardHooks();
        foreach ((string name, nn.Module<Tensor, Tensor> norm) in NormLayers.Find(network))
            hooks.Add(norm, (input, output) => AddNorm(taps, name, norm, input, output));
        IEnumerable<nn.Module<Tensor, Tensor>> layers = network.modules().OfType<nn.Module<Tensor, Tensor>>();
        foreach (nn.Module<Tensor, Tensor> layer in layers.Where(layer => layer is Linear or Convolution))
            hooks.Add(layer, (input, output) => AddClassifier(classifiers, layer, input, output, classes));
        using (NewDisposeScope())
            network.call(sample);
        return [.. taps, .. Classifier(classifiers)];
    }

    // A layer that is called twice shares its statistics between two taps; the first one stands for it.
    private static void AddNorm(List<FeatureTap> taps, string name, nn.Module<Tensor, Tensor> norm, Tensor input, Tensor output)
    {
        if (taps.Any(tap => tap.Module == norm))
            return;
        taps.Add(new FeatureTap(name, FeatureTap.Input, norm, (int)input.numel()));
        taps.Add(new FeatureTap(name, FeatureTap.Output, norm, (int)output.numel()));
    }

    private static void AddClassifier(List<FeatureTap> found, nn.Module<Tensor, Tensor> layer, Tensor input, Tensor output, int classes)
    {
        if (output.dim() < 2 || output.shape[1] != classes)
            return;
        using Tensor pooled = FeatureTap.Pooled(input);
        found.Add(new FeatureTap(FeatureTap.Features, FeatureTap.Features, layer, (int)pooled.numel()));
    }

    // The last layer with a weight that gives one channel per class, and that is called once: attention after a classifier is called
    // twice.
    private static IEnumerable<FeatureTap> Classifier(List<FeatureTap> found) =>
        found.Where(tap => found.Count(other => other.Module == tap.Module) == 1).TakeLast(1);
}
