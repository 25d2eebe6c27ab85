using System.Buffers.Binary;
using System.Numerics;

namespace L2BN.Data.Audio;

/// <summary>Reads and checks a 'fmt ' chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE.</summary>
/// <param name="content">The first bytes of the chunk, at most <see cref="LongestRead"/>.</param>
/// <param name="size">The size that the chunk claims.</param>
/// <param name="offset">Where the chunk's content begins in the file.</param>
/// <param name="rules">What is refused and what forgiven.</param>
internal sealed class WaveFormatChunk(byte[] content, long size, long offset, WaveRules rules)
{
    /// <summary>Nothing behind these bytes of the chunk means anything.</summary>
    internal const int LongestRead = Extensible;

    private const int Basic = 16, Extended = 18, Extensible = 40, MostChannels = 256;
    private const int PcmTag = 1, FloatTag = 3, ExtensibleTag = 0xFFFE;

    /// <summary>What follows the tag in every GUID of KSDATAFORMAT_SUBTYPE.</summary>
    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    internal WaveFormat Parse()
    {
        if (content.Length < Basic) throw rules.Refused($"expected a 'fmt ' chunk of at least {Basic} bytes, came {size}", offset);
        int tag = UInt16(0), channels = UInt16(2), bits = UInt16(14), validBits = bits;
        CheckExtension(tag);
        if (tag == ExtensibleTag) (tag, validBits) = ParseExtension(channels, bits);
        var encoding = Encoding(tag);
        CheckRange(channels, UInt32(4), bits, encoding);
        if (UInt16(12) != channels * bits / 8)
            throw rules.Refused($"expected a block of {channels} × {bits} bits = {channels * bits / 8} bytes, the header says {UInt16(12)}",
                offset + 12);
        return new WaveFormat(encoding, channels, (int)UInt32(4), bits, validBits);
    }

    private int UInt16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(at));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at));

    private void CheckExtension(int tag)
    {
        if (tag == ExtensibleTag && content.Length < Extensible)
            throw rules.Refused($"expected an extensible 'fmt ' chunk of {Extensible} bytes, came {size}", offset);
        if (size == Basic) return;
        if (size < Extended)
            rules.Forgive($"expected a 'fmt ' chunk of {Basic}, {Extended} or {Extensible} bytes, came {size}", offset,
                "the rest is ignored");
        else if (UInt16(16) != size - Extended)
            rules.Forgive($"the 'fmt ' chunk has {size - Extended} bytes of extension and announces {UInt16(16)}", offset + 16,
                "the size of the chunk is used");
    }

    private (int Tag, int ValidBits) ParseExtension(int channels, int bits)
    {
        int validBits = UInt16(18), speakers = BitOperations.PopCount(UInt32(20));
        if (validBits == 0) validBits = bits;
        if (validBits > bits) throw rules.Refused($"expected at most {bits} valid bits, the number of bits, came {validBits}", offset + 18);
        if (speakers > channels)
            rules.Forgive($"the channel mask names {speakers} loudspeakers for {channels} channels", offset + 20, "the mask is ignored");
        if (!content.AsSpan(26, 14).SequenceEqual(GuidTail))
            throw rules.Refused($"expected the format GUID of PCM or IEEE float, came {new Guid(content.AsSpan(24, 16))}", offset + 24,
                "Convert it to PCM, for example with: sox IN OUT.wav");
        return (UInt16(24), validBits);
    }

    private WaveEncoding Encoding(int tag) => tag switch
    {
        PcmTag => WaveEncoding.Pcm,
        FloatTag => WaveEncoding.IeeeFloat,
        _ => throw rules.Refused($"expected PCM or IEEE float samples, came {WaveCodecs.Name(tag)}", offset,
            "Convert it to PCM, for example with: sox IN OUT.wav"),
    };

    private void CheckRange(int channels, uint rate, int bits, WaveEncoding encoding)
    {
        if (channels is 0 or > MostChannels) throw rules.Refused($"expected 1 to {MostChannels} channels, came {channels}", offset + 2);
        if (rate is 0 or > Resampler.HighestRate)
            throw rules.Refused($"expected a sample rate of 1 to {Resampler.HighestRate} Hz, came {rate}", offset + 4);
        if (encoding == WaveEncoding.Pcm && bits is not (8 or 16 or 24 or 32))
            throw rules.Refused($"expected PCM samples of 8, 16, 24 or 32 bits, came {bits}", offset + 14);
        if (encoding == WaveEncoding.IeeeFloat && bits is not (32 or 64))
            throw rules.Refused($"expected float samples of 32 or 64 bits, came {bits}", offset + 14);
    }
}
