namespace L2BN.Data.Audio;

/// <summary>How a sample is written in a WAV file.</summary>
public enum WaveEncoding
{
    /// <summary>Integers: unsigned with 8 bits, signed little-endian with 16, 24 or 32.</summary>
    Pcm,

    /// <summary>IEEE 754 with 32 or 64 bits.</summary>
    IeeeFloat,
}
