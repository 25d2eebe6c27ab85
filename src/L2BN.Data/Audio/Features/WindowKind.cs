namespace L2BN.Data.Audio;

/// <summary>The shape that fades each frame in and out before its Fourier transform; all periodic, as scipy's <c>get_window(…,
/// fftbins=True)</c>.</summary>
public enum WindowKind
{
    /// <summary>0.5 − 0.5·cos(2πn/N): the default everywhere, here too.</summary>
    Hann,

    /// <summary>0.54 − 0.46·cos(2πn/N).</summary>
    Hamming,

    /// <summary>All ones (librosa's <c>"ones"</c>).</summary>
    Rectangular,
}
