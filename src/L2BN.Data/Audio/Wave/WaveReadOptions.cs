namespace L2BN.Data.Audio;

/// <summary>How much is forgiven when a WAV file is read.</summary>
public sealed record WaveReadOptions
{
    /// <summary>
    /// False (the default): the file must be what its header says, to the byte. True: sizes that do not fit the file are corrected, a last
    /// block that is cut short is dropped, further copies of a chunk are ignored, and samples that are not finite become 0; each repair is
    /// told in <see cref="WaveReader.Warnings"/>. Nothing is forgiven about the format of the samples themselves.
    /// </summary>
    public bool Lenient { get; init; }
}
