namespace L2BN;

/// <summary>
/// A model whose fusion can be switched: off so that forward hooks run at every norm, on for speed. Results do not depend on it.
/// </summary>
public interface IFusedModel
{
    /// <summary>Whether norm, activation and addition run as one operation where they can.</summary>
    bool Fused { get; set; }
}
