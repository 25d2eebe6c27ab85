namespace L2BN.Data.Audio;

/// <summary>How a clip is filled up that is shorter than the features ask for.</summary>
public enum ShortClip
{
    /// <summary>Zeros after its end: the default, and what ESC-50 itself did to short recordings.</summary>
    Silence,

    /// <summary>The clip again and again: no artificial silence for the per-clip minimum to find.</summary>
    Repeat,
}
