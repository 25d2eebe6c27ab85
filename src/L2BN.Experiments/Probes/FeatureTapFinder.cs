using System.Text.RegularExpressions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Experiments;

/// <summary>Finds the normalization layers of any network in the order in which they are called, and what its classifier sees.</summary>
internal static partial class FeatureTapFinder
{
    /// <param name="network">In evaluation mode, fusion off.</param>
    /// <param name="sample">A batch of one sample.</param>
    /// <param name="classes">Columns of the network's output.</param>
    public static IReadOnlyList<FeatureTap> Find(nn.Module<Tensor, Tensor> network, Tensor sample, int classes)
    {
        List<FeatureTap> taps = [];
        List<FeatureTap> classifiers = [];
        using var hooks = new Hooks();
        foreach (var (name, norm) in Norms(network)) hooks.Add(norm, (input, output) => AddNorm(taps, name, norm, input, output));
        foreach (var layer in network.modules().OfType<nn.Module<Tensor, Tensor>>().Where(layer => layer is Linear or Convolution))
            hooks.Add(layer, (input, output) => AddClassifier(classifiers, layer, input, output, classes));
        using (NewDisposeScope()) network.call(sample);
        return [.. taps, .. Classifier(classifiers)];
    }

    // A layer that is called twice shares its statistics between two taps; the first one stands for it.
    private static void AddNorm(List<FeatureTap> taps, string name, nn.Module<Tensor, Tensor> norm, Tensor input, Tensor output)
    {
        if (taps.Any(tap => tap.Module == norm)) return;
        taps.Add(new FeatureTap(name, FeatureTap.Input, norm, (int)input.numel()));
        taps.Add(new FeatureTap(name, FeatureTap.Output, norm, (int)output.numel()));
    }

    private static void AddClassifier(List<FeatureTap> found, nn.Module<Tensor, Tensor> layer, Tensor input, Tensor output, int classes)
    {
        if (output.dim() < 2 || output.shape[1] != classes) return;
        using Tensor pooled = FeatureTap.Pooled(input);
        found.Add(new FeatureTap(FeatureTap.Features, FeatureTap.Features, layer, (int)pooled.numel()));
    }

    // The last layer with a weight that gives one channel per class, and that is called once: attention behind a classifier is called twice.
    private static IEnumerable<FeatureTap> Classifier(List<FeatureTap> found) =>
        found.Where(tap => found.Count(other => other.Module == tap.Module) == 1).TakeLast(1);

    /// <summary>Layers whose type is named as a norm, the outermost where one holds another.</summary>
    private static IEnumerable<(string Name, nn.Module<Tensor, Tensor> Norm)> Norms(nn.Module network)
    {
        List<string> inside = [];
        foreach (var (name, module) in network.named_modules())
        {
            if (module is not nn.Module<Tensor, Tensor> norm || !NormName().IsMatch(norm.GetType().Name)) continue;
            if (inside.Any(outer => name.StartsWith(outer + ".", StringComparison.Ordinal))) continue;
            inside.Add(name);
            yield return (name, norm);
        }
    }

    [GeneratedRegex("Norm([123]d)?$")]
    private static partial Regex NormName();
}
