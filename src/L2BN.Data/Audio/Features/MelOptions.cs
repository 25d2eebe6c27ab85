namespace L2BN.Data.Audio.Features;

/// <summary>A bank of triangular filters at equal distances in mels; names, units and defaults are librosa's <c>filters.mel</c>.</summary>
public sealed record MelOptions
{
    /// <summary>n_mels: number of bands, 1 to 4096. Default 128.</summary>
    public int NMels { get; init; } = 128;

    /// <summary>fmin: hertz where the first triangle begins, at least 0. Default 0.</summary>
    public double FMin { get; init; }

    /// <summary>fmax: hertz where the last triangle ends, above <see cref="FMin"/> and at most half the sample rate. Default (null): half
    /// the sample rate.</summary>
    public double? FMax { get; init; }

    /// <summary>htk: HTK's mel formula instead of Slaney's. Default false.</summary>
    public bool Htk { get; init; }

    /// <summary>norm: how triangles are scaled. Default Slaney.</summary>
    public MelNorm Norm { get; init; } = MelNorm.Slaney;

    /// <summary>Checks every value against its range.</summary>
    /// <param name="sampleRate">Of the signal, in hertz.</param>
    /// <exception cref="ArgumentException">A value out of range, with its name, the range and the value.</exception>
    public void Validate(int sampleRate)
    {
        double nyquist = sampleRate / 2.0;
        OptionCheck.Require(NMels is >= 1 and <= 4096, nameof(NMels), "1 to 4096 bands", NMels);
        OptionCheck.Require(FMin >= 0 && FMin < nyquist, nameof(FMin), $"0 to below {nyquist} Hz, half the sample rate", FMin);
        OptionCheck.Require(FMax is null || (FMax > FMin && FMax <= nyquist), nameof(FMax),
            $"above {FMin} and at most {nyquist} Hz, half the sample rate", FMax);
        OptionCheck.Require(Enum.IsDefined(Norm), nameof(Norm), "None or Slaney", Norm);
    }
}

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
