namespace L2BN.Data.Audio.Wave;

/// <summary>Encoding of the samples of a WAV file.</summary>
public enum WaveEncoding
{
    /// <summary>Integers: unsigned with 8 bits, signed little-endian with 16, 24 or 32.</summary>
    Pcm,

    /// <summary>IEEE 754 with 32 or 64 bits.</summary>
    IeeeFloat,

    /// <summary>ITU-T G.711 µ-law, 8 bits.</summary>
    MuLaw,

    /// <summary>ITU-T G.711 A-law, 8 bits.</summary>
    ALaw,
}

/// <summary>Format of the samples of a WAV file.</summary>
/// <param name="Encoding">Integers, floating point or a G.711 law.</param>
/// <param name="Channels">1 to 256.</param>
/// <param name="SampleRate">Hertz, 1 to 768,000.</param>
/// <param name="BitsPerSample">Size of a sample in the file: 8, 16, 24 or 32 bits for integers, 32 or 64 for floating point, 8 for the
/// laws.</param>
/// <param name="ValidBits">Bits that were recorded; fewer than <paramref name="BitsPerSample"/> where some are padding.</param>
public sealed record WaveFormat(WaveEncoding Encoding, int Channels, int SampleRate, int BitsPerSample, int ValidBits)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * BitsPerSample / 8;

    /// <summary>Where the padding of a sample is. Default: in its low bits, as the WAV specification says.</summary>
    internal SampleAlignment Alignment { get; init; } = SampleAlignment.High;
}

/// <summary>Which bits of a sample hold its value where fewer bits are valid than stored.</summary>
internal enum SampleAlignment
{
    /// <summary>The high ones.</summary>
    High,

    /// <summary>The low ones, with the sign extended into the padding (ALSA's S24_LE).</summary>
    Low,

    /// <summary>24 bits in blocks of four bytes without an extensible header, which programs write in either way: the samples
    /// decide.</summary>
    Unknown,
}
