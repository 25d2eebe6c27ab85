namespace L2BN.Data.Audio;

/// <summary>What was found in the chunks of a WAV file.</summary>
/// <param name="Format">How samples are written.</param>
/// <param name="DataOffset">Byte where the first sample begins.</param>
/// <param name="DataBytes">Bytes of samples, a multiple of the block size.</param>
internal sealed record WaveHeader(WaveFormat Format, long DataOffset, long DataBytes)
{
    /// <summary>Samples per channel.</summary>
    internal long Length => DataBytes / Format.BlockAlign;
}
