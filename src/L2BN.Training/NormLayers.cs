using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN.Training;

/// <summary>Finds the normalization layers of a network.</summary>
public static class NormLayers
{
    /// <summary>Every normalization layer, the outermost where one contains another, in the order of registration.</summary>
    /// <param name="network">Any network.</param>
    public static IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Layer)> Find(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<(string Name, nn.Module<Tensor, Tensor> Layer)> found = [];
        foreach (var (name, module) in network.named_modules())
        {
            bool inside = found.Any(outer => name.StartsWith(outer.Name + ".", StringComparison.Ordinal));
            if (module is nn.Module<Tensor, Tensor> layer && !inside && IsNorm(layer))
                found.Add((name, layer));
        }

        return found;
    }

    /// <summary>Whether a layer, in training, normalizes by statistics of the batch, so that it needs more than one value per channel.</summary>
    /// <param name="layer">Any layer.</param>
    public static bool UsesBatchStatistics(nn.Module layer) => layer switch
    {
        INormalizationLayer norm => norm.UsesBatchStatistics,
        _ => layer is BatchNorm,
    };

    private static bool IsNorm(nn.Module layer) => layer is INormalizationLayer or NormBase or LayerNorm or GroupNorm or LocalResponseNorm;
}
