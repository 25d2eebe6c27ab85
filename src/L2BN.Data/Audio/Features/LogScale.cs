namespace L2BN.Data.Audio;

/// <summary>How mel power becomes loudness.</summary>
public enum LogScale
{
    /// <summary>ln(x + offset): the acoustic recipes' choice, with offset 1e-8.</summary>
    Natural,

    /// <summary>10·log10(max(x, 1e-10)), cut at 80 dB below the loudest value of the clip: librosa's <c>power_to_db</c> with its
    /// defaults.</summary>
    Decibel,

    /// <summary>Left as it is.</summary>
    None,
}
