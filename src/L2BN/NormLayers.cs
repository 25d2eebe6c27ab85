using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>A normalization layer: analyzes and checks find it by this interface, and those of TorchSharp by their types.</summary>
public interface INormLayer
{
    /// <summary>Whether training normalizes by statistics over the batch, which need more than one value per channel.</summary>
    bool UsesBatchStatistics { get; }
}

/// <summary>Finds normalization layers in a network by what they are, not by their names.</summary>
public static class NormLayers
{
    /// <summary>Whether a module is a normalization layer.</summary>
    public static bool IsNorm(nn.Module module) => module is INormLayer or NormBase
        or InstanceNorm1d or InstanceNorm2d or InstanceNorm3d or LayerNorm or GroupNorm or LocalResponseNorm;

    /// <summary>Whether a normalization layer is trained by statistics over the batch. False for frozen layers.</summary>
    public static bool UsesBatchStatistics(nn.Module module) => module switch
    {
        INormLayer norm => norm.UsesBatchStatistics,
        BatchNorm => true,
        _ => false,
    };

    /// <summary>The normalization layers of a network with their state names, the outermost where one contains another.</summary>
    /// <param name="network">Any network.</param>
    public static IReadOnlyList<(string Name, nn.Module<Tensor, Tensor> Norm)> Find(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        List<(string Name, nn.Module<Tensor, Tensor> Norm)> found = [];
        foreach ((string name, nn.Module module) in network.named_modules())
        {
            bool inside = found.Any(outer => name.StartsWith(outer.Name + ".", StringComparison.Ordinal));
            if (!inside && IsNorm(module) && module is nn.Module<Tensor, Tensor> norm)
                found.Add((name, norm));
        }
        return found;
    }
}
