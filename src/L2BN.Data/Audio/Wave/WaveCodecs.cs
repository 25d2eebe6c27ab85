namespace L2BN.Data.Audio;

/// <summary>Names of the format tags that are met in the wild, for messages.</summary>
internal static class WaveCodecs
{
    internal static string Name(int tag) => $"{Known(tag)} (format tag 0x{tag:X4})";

    private static string Known(int tag) => tag switch
    {
        0x0002 => "Microsoft ADPCM",
        0x0006 => "A-law",
        0x0007 => "µ-law",
        0x0011 => "IMA ADPCM",
        0x0031 => "GSM 6.10",
        0x0050 => "MPEG audio",
        0x0055 => "MP3",
        0x00FF or 0x1600 or 0x1610 => "AAC",
        0x0161 or 0x0162 => "Windows Media Audio",
        0xF1AC => "FLAC",
        _ => "an unknown codec",
    };
}
