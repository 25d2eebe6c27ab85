namespace L2BN.Data.Audio;

/// <summary>How the triangles of a mel filter bank are scaled.</summary>
public enum MelNorm
{
    /// <summary>librosa's <c>norm=None</c>: every triangle peaks at 1, so bands sum their bins and wide bands are louder. The acoustic
    /// recipes' choice.</summary>
    None,

    /// <summary>librosa's <c>norm="slaney"</c>: divided by half the triangle's width in hertz, so every triangle has the same area.
    /// librosa's default.</summary>
    Slaney,
}
