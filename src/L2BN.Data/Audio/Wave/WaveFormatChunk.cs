using System.Buffers.Binary;
using System.Numerics;
using L2BN.Data.Audio.Features;
using L2BN.Data.Audio.Resampling;

namespace L2BN.Data.Audio.Wave;

/// <summary>Reads and checks a 'fmt ' chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE.</summary>
/// <param name="content">The first bytes of the chunk, at most <see cref="LongestRead"/>.</param>
/// <param name="size">The size that the chunk claims.</param>
/// <param name="offset">Where the chunk's content begins in the file.</param>
/// <param name="issues">Decides about broken rules.</param>
internal sealed class WaveFormatChunk(byte[] content, long size, long offset, WaveIssues issues)
{
    /// <summary>No byte of the chunk after these has a meaning.</summary>
    internal const int LongestRead = Extensible;

    private const int Basic = 16, Extended = 18, Extensible = 40, MostChannels = 256;
    private const int PcmTag = 1, FloatTag = 3, ALawTag = 6, MuLawTag = 7, ExtensibleTag = 0xFFFE;
    private const string Convert = "Convert it to PCM, for example by 'sox IN OUT.wav'.";

    /// <summary>What follows the tag in every GUID of KSDATAFORMAT_SUBTYPE.</summary>
    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    internal WaveFormat Parse()
    {
        if (content.Length < Basic)
            throw issues.Refuse($"expected a 'fmt ' chunk of at least {Basic} bytes, got {size}", offset);
        int tag = UInt16(0), channels = UInt16(2), bits = UInt16(14), validBits = bits;
        CheckExtension(tag);
        if (tag == ExtensibleTag)
            (tag, validBits) = ParseExtension(channels, bits);
        WaveEncoding encoding = Encoding(tag);
        CheckRange(channels, UInt32(4), bits, encoding);
        var format = new WaveFormat(encoding, channels, (int)UInt32(4), bits, validBits);
        if (UInt16(12) == format.BlockAlign)
            return format;
        if (encoding == WaveEncoding.Pcm && bits == 24 && UInt16(12) == 4 * channels)
            return format with { BitsPerSample = 32, Alignment = SampleAlignment.Unknown };
        throw issues.Refuse(
            $"expected blocks of {channels} × {bits} bits = {format.BlockAlign} bytes, got {UInt16(12)} in the header", offset + 12);
    }

    private int UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(at));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at));

    private void CheckExtension(int tag)
    {
        if (tag == ExtensibleTag && content.Length < Extensible)
            throw issues.Refuse($"expected an extensible 'fmt ' chunk of {Extensible} bytes, got {size}", offset);
        if (size == Basic)
            return;
        if (size < Extended)
            issues.Harmless($"expected a 'fmt ' chunk of {Basic}, {Extended} or {Extensible} bytes, got {size}", offset,
                "the rest is ignored");
        else if (UInt16(16) != size - Extended)
            issues.Harmless($"expected {size - Extended} bytes of extension in the 'fmt ' chunk, got a count of {UInt16(16)}", offset + 16,
                "the size of the chunk is used");
    }

    private (int Tag, int ValidBits) ParseExtension(int channels, int bits)
    {
        int validBits = UInt16(18), speakers = BitOperations.PopCount(UInt32(20));
        if (validBits == 0)
            validBits = bits;
        if (validBits > bits)
            throw issues.Refuse($"expected at most {bits} valid bits, the number of bits, got {validBits}", offset + 18);
        if (speakers > channels)
            issues.Harmless($"expected at most {channels} loudspeakers, the number of channels, got {speakers} in the channel mask",
                offset + 20, "the mask is ignored");
        if (!content.AsSpan(26, 14).SequenceEqual(GuidTail))
            throw issues.Refuse($"expected the format GUID of PCM, IEEE float, µ-law or A-law, got {new Guid(content.AsSpan(24, 16))}",
                offset + 24, Convert);
        return (UInt16(24), validBits);
    }

    private WaveEncoding Encoding(int tag) => tag switch
    {
        PcmTag => WaveEncoding.Pcm,
        FloatTag => WaveEncoding.IeeeFloat,
        MuLawTag => WaveEncoding.MuLaw,
        ALawTag => WaveEncoding.ALaw,
        _ => throw issues.Refuse($"expected PCM, IEEE float, µ-law or A-law samples, got {CodecName(tag)} (format tag 0x{tag:X4})", offset,
            Convert),
    };

    private static string CodecName(int tag) => tag switch
    {
        0x0002 => "Microsoft ADPCM",
        0x0011 => "IMA ADPCM",
        0x0031 => "GSM 6.10",
        0x0050 => "MPEG audio",
        0x0055 => "MP3",
        0x00FF or 0x1600 or 0x1610 => "AAC",
        0x0161 or 0x0162 => "Windows Media Audio",
        0xF1AC => "FLAC",
        _ => "an unknown codec",
    };

    private void CheckRange(int channels, uint rate, int bits, WaveEncoding encoding)
    {
        if (channels is 0 or > MostChannels)
            throw issues.Refuse($"expected 1 to {MostChannels} channels, got {channels}", offset + 2);
        if (rate is 0 or > Resampler.HighestRate)
            throw issues.Refuse($"expected a sample rate of 1 to {Resampler.HighestRate} Hz, got {rate}", offset + 4);
        (bool known, string expected) = encoding switch
        {
            WaveEncoding.Pcm => (bits is 8 or 16 or 24 or 32, "PCM samples of 8, 16, 24 or 32 bits"),
            WaveEncoding.IeeeFloat => (bits is 32 or 64, "float samples of 32 or 64 bits"),
            WaveEncoding.MuLaw or WaveEncoding.ALaw => (bits is 8, "µ-law or A-law samples of 8 bits"),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Expected an encoding of the enumeration."),
        };
        if (!known)
            throw issues.Refuse($"expected {expected}, got {bits}", offset + 14);
    }
}
