using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace L2BN;

/// <summary>
/// A model whose fusion can be switched: off so that forward hooks run at every norm, on for speed. Results do not depend on it.
/// </summary>
public interface IFusedModel
{
    /// <summary>Whether norm, activation and addition run as one operation where they can.</summary>
    bool Fused { get; set; }
}

/// <summary>Marks a module as a normalization layer, so that analyses find it. TorchSharp's own norms need no mark.</summary>
[SuppressMessage("Design", "CA1040", Justification = "A norm has no member beyond a module's.")]
public interface INormLayer;

/// <summary>Recognises normalization layers.</summary>
public static class NormLayers
{
    /// <summary>Whether a module is a normalization layer: an <see cref="INormLayer"/>, or TorchSharp's batch, instance, layer, group or local
    /// response norm.</summary>
    /// <param name="module">Any module.</param>
    public static bool IsNorm(nn.Module module) => module is INormLayer or NormBase or LayerNorm or GroupNorm or LocalResponseNorm;
}
