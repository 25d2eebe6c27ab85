namespace L2BN.Data.Audio;

/// <summary>What a WAV file says about its samples.</summary>
/// <param name="Encoding">Integers or floating point.</param>
/// <param name="Channels">1 to 256.</param>
/// <param name="SampleRate">Hertz, 1 to 768,000.</param>
/// <param name="BitsPerSample">8, 16, 24 or 32 for integers, 32 or 64 for floating point.</param>
/// <param name="ValidBits">Bits that were recorded; fewer than <paramref name="BitsPerSample"/> where the format leaves low bits
/// empty.</param>
public sealed record WaveFormat(WaveEncoding Encoding, int Channels, int SampleRate, int BitsPerSample, int ValidBits)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * BitsPerSample / 8;
}
